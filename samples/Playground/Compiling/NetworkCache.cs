using CompiledNet.Playground.Sessions;

namespace CompiledNet.Playground.Compiling;

/// <summary>
/// The networks compiled last, by their source: a visitor who resets or takes another data set need not wait. One network is compiled at a time, as
/// compiling takes all cores there are. What drops out lives as long as a session has it.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Reliability", "CA1001", Justification = "Who compiles when the server ends is still at the gate, which holds nothing but memory.")]
internal sealed class NetworkCache
{
    private const int Capacity = 8;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly LinkedList<CompiledType> _latestFirst = new();

    public async Task<CompiledType> GetAsync(Spec spec, CancellationToken cancellationToken)
    {
        string source = NetworkSource.Of(spec);
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            LinkedListNode<CompiledType>? node = _latestFirst.First;
            while (node is not null && node.Value.Attribute != source)
            {
                node = node.Next;
            }

            if (node is null)
            {
                node = new LinkedListNode<CompiledType>(NetworkCompiler.Compile(source));
            }
            else
            {
                _latestFirst.Remove(node);
            }

            _latestFirst.AddFirst(node);
            if (_latestFirst.Count > Capacity)
            {
                _latestFirst.RemoveLast();
            }

            return node.Value;
        }
        finally
        {
            _gate.Release();
        }
    }
}
