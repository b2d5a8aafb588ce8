namespace CompiledNet.Playground.Data;

/// <summary>Examples to learn from or to be tested on. Never changes, so that any number of threads may read it.</summary>
internal interface IExamples
{
    int Count { get; }

    int InputSize { get; }

    int TargetSize { get; }

    /// <summary>The class of an example.</summary>
    int Label(int index);

    /// <summary>Writes examples and what they should give, row after row.</summary>
    void Read(ReadOnlySpan<int> indices, Span<float> inputs, Span<float> targets);
}
