namespace CompiledNet;

/// <summary>Training on streams, for data larger than memory.</summary>
/// <remarks>As extensions, so that <c>net.Train(new(inputs, targets, 4, 3))</c> can only mean a data set.</remarks>
public static class StreamTraining
{
    /// <summary>
    /// Trains a network on a stream: <see cref="TrainingOptions.StreamBuffer"/> examples at a time are read and shuffled among each other.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The examples; each <c>[InputSize]</c> with a target <c>[OutputSize]</c>.</param>
    /// <param name="options">How to train; the defaults where it is null.</param>
    /// <param name="cancellationToken">Ends training before the next batch; the network keeps what it has learned.</param>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <returns>A report for each epoch.</returns>
    /// <exception cref="ArgumentException">The data or the options do not fit the network. Nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">A parameter of the network is NaN or infinite from the start. Nothing has changed.</exception>
    /// <exception cref="InvalidDataException">The stream delivers other than it promised. The network keeps what it has learned before.</exception>
    /// <exception cref="TrainingException">A loss or a parameter became NaN or infinite; as for a data set.</exception>
    public static TrainingResult Train<TNetwork>(
        this TNetwork network, DataStream data, TrainingOptions? options = null, CancellationToken cancellationToken = default)
        where TNetwork : class, ICompiledNetwork<TNetwork> => new Trainer<TNetwork>(network, options).TrainOn(data, cancellationToken);

    /// <summary>Trains a trainer's network on a stream.</summary>
    /// <param name="trainer">The trainer.</param>
    /// <param name="data">The examples; each <c>[InputSize]</c> with a target <c>[OutputSize]</c>.</param>
    /// <param name="cancellationToken">Ends training before the next batch; the network keeps what it has learned.</param>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <returns>A report for each epoch.</returns>
    /// <exception cref="ArgumentException">The data's sizes are not the network's. Nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">A parameter of the network is NaN or infinite from the start. Nothing has changed.</exception>
    /// <exception cref="InvalidDataException">The stream delivers other than it promised. The network keeps what it has learned before.</exception>
    /// <exception cref="TrainingException">A loss or a parameter became NaN or infinite; as for a data set.</exception>
    public static TrainingResult Train<TNetwork>(this Trainer<TNetwork> trainer, DataStream data, CancellationToken cancellationToken = default)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(trainer);
        return trainer.TrainOn(data, cancellationToken);
    }
}
