namespace CompiledNet;

/// <summary>How weights that are compiled into a program are stored there. While the network works, they are 32-bit floats either way.</summary>
public enum WeightStorage
{
    /// <summary>32-bit floats: the numbers of the file, bit by bit.</summary>
#pragma warning disable CA1720 // The name of a type is what is meant.
    Float32,
#pragma warning restore CA1720

    /// <summary>
    /// 16-bit floats (IEEE 754 binary16), each number rounded to the nearest, to even in the middle: half the size, about three decimal digits. Numbers
    /// beyond 65,504 cannot be stored so.
    /// </summary>
    Float16,
}
