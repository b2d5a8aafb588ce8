using System;
using System.Collections.Generic;
using System.Linq;
using CompiledNet.Generator.Emit;
using CompiledNet.Generator.Files;
using CompiledNet.Onnx.Schema;
using Google.Protobuf;

namespace CompiledNet.Generator.Onnx;

/// <summary>
/// Reads a tensor's numbers, whichever of the format's fields they are in: bytes (little endian) or a list, as floats of 32, 64 or 16 bits or whole numbers.
/// The numbers must be as many as the shape says before any memory is asked for.
/// </summary>
internal static class TensorReader
{
    private const int Float32 = 1;
    private const int Int32 = 6;
    private const int Int64 = 7;
    private const int Float16 = 10;
    private const int Float64 = 11;
    private const int BFloat16 = 16;
    private const int External = 1;
    private const int MostDimensions = 8;

    private static readonly Dictionary<int, string> OtherTypes = new()
    {
        [2] = "uint8", [3] = "int8", [4] = "uint16", [5] = "int16", [8] = "string", [9] = "bool", [12] = "uint32", [13] = "uint64", [14] = "complex64",
        [15] = "complex128", [17] = "float8e4m3fn", [18] = "float8e4m3fnuz", [19] = "float8e5m2", [20] = "float8e5m2fnuz", [21] = "uint4", [22] = "int4",
        [23] = "float4e2m1",
    };

    /// <summary>Whether an element type is one of floating-point numbers that is read.</summary>
    public static bool IsFloat(int type) => type is Float32 or Float64 or Float16 or BFloat16;

    public static bool IsInteger(int type) => type is Int32 or Int64;

    public static string TypeName(int type) => type switch
    {
        Float32 => "float",
        Int32 => "int32",
        Int64 => "int64",
        Float16 => "float16",
        Float64 => "double",
        BFloat16 => "bfloat16",
        _ => OtherTypes.TryGetValue(type, out string? name) ? name : SourceWriter.Text($"unknown type {type}"),
    };

    /// <param name="tensor">The tensor.</param>
    /// <param name="node">The node that holds it: such a tensor mostly has no name.</param>
    public static Tensor Read(TensorProto tensor, NodeProto? node = null)
    {
        string name = node is null ? $"tensor {OnnxErrors.Quote(tensor.Name)}" : $"the tensor of node {OnnxErrors.Describe(node)}";
        if (tensor.DataLocation == External || tensor.ExternalData.Count > 0)
        {
            throw OnnxErrors.Invalid($"{name} keeps its numbers in another file (external data); save the model as a single file");
        }

        int[] dimensions = Dimensions(tensor, name, out int count);
        int type = tensor.DataType;
        bool raw = tensor.HasRawData;
        if (IsInteger(type))
        {
            int given = raw ? tensor.RawData.Length : type == Int64 ? tensor.Int64Data.Count : tensor.Int32Data.Count;
            CheckCount(name, tensor, given, raw ? (type == Int64 ? sizeof(long) : sizeof(int)) : 0, count);
            return new Tensor(dimensions, Integers(tensor, type, raw, count));
        }

        if (!IsFloat(type))
        {
            throw OnnxErrors.Invalid($"{name} is of type {TypeName(type)}; expected float, double, float16, bfloat16, int32 or int64");
        }

        int size = type switch { Float64 => sizeof(double), Float32 => sizeof(float), _ => sizeof(ushort) };
        int numbers = raw ? tensor.RawData.Length : type switch { Float64 => tensor.DoubleData.Count, Float32 => tensor.FloatData.Count, _ => tensor.Int32Data.Count };
        CheckCount(name, tensor, numbers, raw ? size : 0, count);
        return new Tensor(dimensions, Floats(tensor, type, raw, count));
    }

    private static int[] Dimensions(TensorProto tensor, string name, out int count)
    {
        if (tensor.Dims.Count > MostDimensions)
        {
            throw OnnxErrors.Invalid(SourceWriter.Text($"{name} has {tensor.Dims.Count} dimensions; expected at most {MostDimensions}"));
        }

        long product = 1;
        foreach (long extent in tensor.Dims)
        {
            if (extent is < 0 or > int.MaxValue || (extent > 0 && product > int.MaxValue / extent))
            {
                throw OnnxErrors.Invalid(SourceWriter.Text($"{name} has the shape [{string.Join(", ", tensor.Dims.Select(one => SourceWriter.Text($"{one}")))}], which is negative or larger than any array"));
            }

            product *= extent;
        }

        count = (int)product;
        return [.. tensor.Dims.Select(extent => (int)extent)];
    }

    private static void CheckCount(string name, TensorProto tensor, int given, int elementSize, int count)
    {
        long expected = (long)count * Math.Max(1, elementSize);
        if (given != expected)
        {
            string shape = string.Join(", ", tensor.Dims.Select(extent => SourceWriter.Text($"{extent}")));
            throw OnnxErrors.Invalid(SourceWriter.Text($"{name} of shape [{shape}] has {given} {(elementSize == 0 ? "numbers" : "bytes")}; expected {expected}"));
        }
    }

    private static long[] Integers(TensorProto tensor, int type, bool raw, int count)
    {
        if (!raw)
        {
            return type == Int64 ? [.. tensor.Int64Data] : [.. tensor.Int32Data.Select(number => (long)number)];
        }

        byte[] bytes = tensor.RawData.ToByteArray();
        long[] numbers = new long[count];
        for (int n = 0; n < count; n++)
        {
            numbers[n] = type == Int64 ? BitConverter.ToInt64(bytes, n * sizeof(long)) : BitConverter.ToInt32(bytes, n * sizeof(int));
        }

        return numbers;
    }

    private static float[] Floats(TensorProto tensor, int type, bool raw, int count)
    {
        byte[] bytes = raw ? tensor.RawData.ToByteArray() : [];
        float[] numbers = new float[count];
        for (int n = 0; n < count; n++)
        {
            numbers[n] = type switch
            {
                Float32 => raw ? BitConverter.ToSingle(bytes, n * sizeof(float)) : tensor.FloatData[n],
                Float64 => (float)(raw ? BitConverter.ToDouble(bytes, n * sizeof(double)) : tensor.DoubleData[n]),
                Float16 => HalfFloat.Widen(raw ? BitConverter.ToUInt16(bytes, n * sizeof(ushort)) : unchecked((ushort)tensor.Int32Data[n])),
                _ => HalfFloat.WidenBrain(raw ? BitConverter.ToUInt16(bytes, n * sizeof(ushort)) : unchecked((ushort)tensor.Int32Data[n])),
            };
        }

        return numbers;
    }
}
