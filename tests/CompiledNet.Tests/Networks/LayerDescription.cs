using CompiledNet.Tests.Oracle;

namespace CompiledNet.Tests.Networks;

/// <summary>A layer as data: what its attribute and its reference are made from.</summary>
internal abstract record LayerDescription
{
    /// <summary>The attribute as it stands in the source text, with full names.</summary>
    public abstract string Attribute { get; }

    public abstract ReferenceLayer CreateReference(TensorShape input);

    private protected static string Window(ReferenceWindow window, int defaultStrideHeight, int defaultStrideWidth)
    {
        List<string> named = [];
        if (window.StrideHeight != defaultStrideHeight || window.StrideWidth != defaultStrideWidth)
        {
            named.AddRange(window.StrideHeight == window.StrideWidth
                ? [$"Stride = {window.StrideHeight}"]
                : new[] { $"StrideHeight = {window.StrideHeight}", $"StrideWidth = {window.StrideWidth}" });
        }

        if (window.PaddingHeight != 0 || window.PaddingWidth != 0)
        {
            named.AddRange(window.PaddingHeight == window.PaddingWidth
                ? [$"Padding = {window.PaddingHeight}"]
                : new[] { $"PaddingHeight = {window.PaddingHeight}", $"PaddingWidth = {window.PaddingWidth}" });
        }

        return string.Concat(named.Select(argument => ", " + argument));
    }

    private protected static string Size(ReferenceWindow window) =>
        window.Height == window.Width ? FormattableString.Invariant($"{window.Height}") : FormattableString.Invariant($"{window.Height}, {window.Width}");
}

internal sealed record DenseLayer(int Units, Activation Activation) : LayerDescription
{
    public override string Attribute => FormattableString.Invariant($"[CompiledNet.Dense({Units}, CompiledNet.Activation.{Activation})]");

    public override ReferenceLayer CreateReference(TensorShape input) => new ReferenceDense(input, Units, Activation);

    public override string ToString() => FormattableString.Invariant($"{Units}:{Activation}");
}

internal sealed record ConvolutionLayer(int Filters, ReferenceWindow Kernel, Activation Activation) : LayerDescription
{
    public override string Attribute =>
        FormattableString.Invariant($"[CompiledNet.Conv2D({Filters}, {Size(Kernel)}, CompiledNet.Activation.{Activation}{Window(Kernel, 1, 1)})]");

    public override ReferenceLayer CreateReference(TensorShape input) => new ReferenceConvolution(input, Kernel, Filters, Activation);

    public override string ToString() => FormattableString.Invariant($"Conv2D({Filters}, {Size(Kernel)}{Window(Kernel, 1, 1)}):{Activation}");
}

internal sealed record PoolingLayer(bool Max, ReferenceWindow Pixels) : LayerDescription
{
    public override string Attribute => FormattableString.Invariant($"[CompiledNet.{this}]");

    public override ReferenceLayer CreateReference(TensorShape input) =>
        Max ? new ReferenceMaxPooling(input, Pixels) : new ReferenceAveragePooling(input, Pixels);

    public override string ToString() =>
        FormattableString.Invariant($"{(Max ? "Max" : "Avg")}Pool2D({Size(Pixels)}{Window(Pixels, Pixels.Height, Pixels.Width)})");
}

internal sealed record GlobalPoolingLayer : LayerDescription
{
    public override string Attribute => "[CompiledNet.GlobalAvgPool2D]";

    public override ReferenceLayer CreateReference(TensorShape input) => new ReferenceGlobalPooling(input);

    public override string ToString() => "GlobalAvgPool2D";
}

internal sealed record FlattenLayer : LayerDescription
{
    public override string Attribute => "[CompiledNet.Flatten]";

    public override ReferenceLayer CreateReference(TensorShape input) => new(input, new TensorShape(input.Length));

    public override string ToString() => "Flatten";
}

/// <summary>Dropout; the oracle leaves nothing out.</summary>
internal sealed record DropoutLayer(float Rate) : LayerDescription
{
    public override string Attribute => FormattableString.Invariant($"[CompiledNet.Dropout({Rate:R}f)]");

    public override ReferenceLayer CreateReference(TensorShape input) => new(input, input);

    public override string ToString() => FormattableString.Invariant($"Dropout({Rate:R})");
}

internal sealed record BatchNormLayer(Activation Activation, float Momentum = 0.1f, float Epsilon = 1e-5f) : LayerDescription
{
    public override string Attribute =>
        FormattableString.Invariant($"[CompiledNet.BatchNorm(CompiledNet.Activation.{Activation}, Momentum = {Momentum:R}f, Epsilon = {Epsilon:R}f)]");

    public override ReferenceLayer CreateReference(TensorShape input) => new ReferenceBatchNorm(input, Activation, Momentum, Epsilon);

    public override string ToString() => FormattableString.Invariant($"BatchNorm({Momentum:R}, {Epsilon:R}):{Activation}");
}
