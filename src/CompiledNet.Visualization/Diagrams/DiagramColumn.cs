namespace CompiledNet.Diagrams;

/// <summary>A column of a network's diagram: the input, or a layer with those behind it that change each number by itself.</summary>
internal sealed class DiagramColumn
{
    /// <summary>The lines above it: how many of what, and which function.</summary>
    public required List<string> Caption { get; init; }

    /// <summary>What comes out of it.</summary>
    public required TensorShape Shape { get; init; }

    /// <summary>The numbers that come out of it for the example; null without one.</summary>
    public float[]? Values { get; set; }

    /// <summary>Whether it is a stack of planes, height by width by channels, and not a row of neurons.</summary>
    public bool IsImage => Shape.Count == 3;

    /// <summary>How many neurons it has.</summary>
    public int Count => Shape.Length;

    /// <summary>Those neurons that are drawn, in order; of an image, its channels.</summary>
    public int[] Shown { get; set; } = [];

    /// <summary>The weights from the column before, <c>[in][out]</c>; null where there are none to be drawn as lines.</summary>
    public DiagramWeights? Weights { get; init; }
}
