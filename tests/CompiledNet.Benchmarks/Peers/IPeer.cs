namespace CompiledNet.Benchmarks;

/// <summary>One way to compute a network: CompiledNet itself, a library, or code written by hand.</summary>
internal interface IPeer
{
    /// <summary>Its name in the tables.</summary>
    string Name { get; }

    /// <summary>Whether it can train; else it only predicts.</summary>
    bool Trains { get; }

    /// <summary>Whether it has convolutions and pools; else dense layers alone.</summary>
    bool Convolves { get; }

    /// <summary>Whether it has all layers of a workload.</summary>
    bool Computes(Workload workload) => Convolves || workload.Topology.Layers.All(layer => layer.Kind == "Dense");

    /// <summary>The network with the workload's initial parameters. Throws whatever its library throws where it cannot be loaded.</summary>
    IModel Create(Workload workload);
}

/// <summary>A network of a peer's. What it takes and gives lies in the peer's own memory: copying it there and back is not measured.</summary>
internal interface IModel : IDisposable
{
    /// <summary>Prepares the prediction of these examples, all at once.</summary>
    IPrediction Predict(Examples examples);

    /// <summary>Prepares training on these examples as one batch, by gradient descent on the topology's loss.</summary>
    ITraining Train(Examples examples, double learningRate, double momentum);

    /// <summary>The parameters as they are now, laid out as CompiledNet's.</summary>
    float[] ReadParameters();
}

internal interface IPrediction : IDisposable
{
    void Run(int times);

    /// <summary>The outputs, row after row.</summary>
    float[] ReadOutputs();
}

internal interface ITraining : IDisposable
{
    /// <summary>Training steps: forward with the loss, backward, update.</summary>
    void Run(int steps);

    /// <summary>The mean loss of the last step, before its update.</summary>
    float ReadLoss();
}
