namespace CompiledNet;

/// <summary>A stream of examples, in chunks of whole batches.</summary>
internal sealed class StreamSource : EpochSource, IDisposable
{
    private readonly DataStream _stream;
    private ChunkReader? _chunks;
    private int _next;

    public StreamSource(DataStream stream, int bufferSize, int batchSize)
    {
        _stream = stream;
        long size = Math.Max(bufferSize / batchSize, 1) * (long)batchSize;
        PartSize = (int)Math.Min(size, stream.Count);
    }

    /// <inheritdoc/>
    public override long Count => _stream.Count;

    /// <inheritdoc/>
    public override int PartSize { get; }

    /// <inheritdoc/>
    public override bool KeepsParts => false;

    /// <inheritdoc/>
    public override string Fingerprint =>
        FormattableString.Invariant($"stream of {Count} x {_stream.InputSize} -> {_stream.TargetSize}, {PartSize} at once");

    /// <inheritdoc/>
    public override Dataset Open(int part)
    {
        if (_chunks is null || part != _next)
        {
            _chunks?.Dispose();
            _chunks = new ChunkReader(_stream, PartSize, (long)part * PartSize);
        }

        Dataset data = _chunks.Next()!;
        _next = part + 1;
        if (_next == Parts)
        {
            _chunks.Dispose();
            _chunks = null;
        }

        return data;
    }

    public void Dispose() => _chunks?.Dispose();
}
