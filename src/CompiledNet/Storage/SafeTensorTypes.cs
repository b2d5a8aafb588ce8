namespace CompiledNet.Storage;

/// <summary>What the element types are called in a file, and how large they are.</summary>
internal static class SafeTensorTypes
{
    // By the value of SafeTensorType.
    private static readonly string[] Names =
        ["BOOL", "U8", "I8", "F8_E5M2", "F8_E4M3", "I16", "U16", "F16", "BF16", "I32", "U32", "F32", "F64", "I64", "U64"];

    private static readonly byte[] Sizes = [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 8, 8, 8];

    public static string NameOf(SafeTensorType type) => Names[(int)type];

    /// <summary>The bytes of one element.</summary>
    public static int SizeOf(SafeTensorType type) => Sizes[(int)type];

    public static bool TryParse(string name, out SafeTensorType type)
    {
        int index = Array.IndexOf(Names, name);
        type = (SafeTensorType)index;
        return index >= 0;
    }

    /// <summary>The type that stores a C# type.</summary>
    public static SafeTensorType Of<T>()
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            return SafeTensorType.F32;
        }

        if (typeof(T) == typeof(double))
        {
            return SafeTensorType.F64;
        }

        if (typeof(T) == typeof(int))
        {
            return SafeTensorType.I32;
        }

        if (typeof(T) == typeof(long))
        {
            return SafeTensorType.I64;
        }

        if (typeof(T) == typeof(ulong))
        {
            return SafeTensorType.U64;
        }

        return typeof(T) == typeof(byte)
            ? SafeTensorType.U8
            : throw new NotSupportedException($"{typeof(T)} is not stored in files; expected float, double, int, long, ulong or byte.");
    }
}
