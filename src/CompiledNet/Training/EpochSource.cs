namespace CompiledNet;

/// <summary>
/// Where an epoch's examples come from: one part, a data set in memory; or the chunks of a stream, one after the other. Every part but the last
/// has a whole number of batches.
/// </summary>
internal abstract class EpochSource
{
    /// <summary>The examples of an epoch.</summary>
    public abstract long Count { get; }

    /// <summary>The examples of each part but the last, which may have fewer.</summary>
    public abstract int PartSize { get; }

    /// <summary>The number of parts.</summary>
    public int Parts => checked((int)(((Count - 1) / PartSize) + 1));

    /// <summary>Whether each epoch opens the very same data sets.</summary>
    public abstract bool KeepsParts { get; }

    /// <summary>Something short that tells these examples from others; a checkpoint keeps it.</summary>
    public abstract string Fingerprint { get; }

    /// <summary>The examples of a part: the next after the one before, or the first to be asked for in an epoch.</summary>
    /// <param name="part">The part, from 0.</param>
    public abstract Dataset Open(int part);
}
