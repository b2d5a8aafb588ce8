namespace CompiledNet.Aot.Tests;

/// <summary>A test that compiles ahead of time, and is skipped where that cannot be done, saying why.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AotFactAttribute : FactAttribute
{
    public AotFactAttribute() => Skip = Toolchain.WhyNot;
}

/// <summary>The same of a test with cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AotTheoryAttribute : TheoryAttribute
{
    public AotTheoryAttribute() => Skip = Toolchain.WhyNot;
}
