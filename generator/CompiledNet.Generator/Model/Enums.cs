namespace CompiledNet.Generator.Model;

/// <summary>The generator's view of <c>CompiledNet.Activation</c>: same names, same order (a test compares them).</summary>
internal enum ActivationKind
{
    Identity,
    Sigmoid,
    Tanh,
    ReLU,
    LeakyReLU,
    ELU,
    GELU,
    SiLU,
    Softplus,
    Softmax,
}

/// <summary>The generator's view of <c>CompiledNet.Loss</c>.</summary>
internal enum LossKind
{
    SquaredError,
    MeanSquaredError,
    CrossEntropy,
    BinaryCrossEntropy,
}

/// <summary>The generator's view of <c>CompiledNet.WeightInitializer</c>.</summary>
internal enum InitializerKind
{
    Auto,
    GlorotUniform,
    GlorotNormal,
    HeUniform,
    HeNormal,
    PlainRandom,
}

/// <summary>The generator's view of <c>CompiledNet.Unroll</c>.</summary>
internal enum UnrollKind
{
    Auto,
    Full,
}
