namespace CompiledNet;

/// <summary>How far the generator unrolls the code of a network. The results are the same to the last bit either way.</summary>
public enum Unroll
{
    /// <summary>
    /// Small layers as straight-line code, larger ones as fixed-size tiles around one loop with a constant trip count: the fastest choice.
    /// </summary>
    Auto,

    /// <summary>
    /// Straight-line code throughout: one statement for every weight vector, and no loop but the one over the examples.
    /// Good to read and to step through; costs start-up time, about 20 microseconds of JIT time a statement, and seconds of every build.
    /// </summary>
    Full,
}
