using System;
using System.Collections.Generic;
using System.Linq;

namespace CompiledNet.Generator.Emit;

/// <summary>The expressions tiles are made of. <c>Vector</c> is the file's alias for the vector type of its width.</summary>
internal static class TileCode
{
    public const string Optimized = "[MethodImpl(MethodImplOptions.AggressiveOptimization)]";

    /// <summary>For the dispatchers, which come down to one call but have too much IL to be inlined unasked.</summary>
    public const string Inlined = "[MethodImpl(MethodImplOptions.AggressiveInlining)]";

    public static string At(string reference, int offset) =>
        offset == 0 ? reference : SourceWriter.Text($"Unsafe.Add(ref {reference}, {offset})");

    public static string Vector(string reference, int offset) => $"Unsafe.As<float, Vector>(ref {At(reference, offset)})";

    public static string Broadcast(VectorWidth width, string reference, int offset) => $"{width.Intrinsics}.Create({At(reference, offset)})";

    public static string MultiplyAdd(VectorWidth width, string left, string right, string sum) =>
        $"{sum} = {width.Intrinsics}.FusedMultiplyAdd({left}, {right}, {sum});";

    /// <summary>
    /// Every product of one side with the other, each added to its sum: the shorter side is loaded first and stays in registers, the other comes one by
    /// one. <paramref name="sum"/> names the sum of a left and a right one.
    /// </summary>
    public static void MultiplyAll(
        SourceWriter writer, VectorWidth width, IReadOnlyList<(string Name, string Load)> left, IReadOnlyList<(string Name, string Load)> right, Func<int, int, string> sum)
    {
        bool swaps = left.Count > right.Count;
        IReadOnlyList<(string Name, string Load)> few = swaps ? right : left;
        IReadOnlyList<(string Name, string Load)> many = swaps ? left : right;
        foreach ((string name, string load) in few)
        {
            writer.Line($"Vector {name} = {load};");
        }

        for (int m = 0; m < many.Count; m++)
        {
            writer.Line($"Vector {many[m].Name} = {many[m].Load};");
            for (int n = 0; n < few.Count; n++)
            {
                writer.Line(MultiplyAdd(width, few[n].Name, many[m].Name, swaps ? sum(m, n) : sum(n, m)));
            }
        }
    }

    /// <summary>Zero in place of what is negative; NaN and -0 stay, as in <c>ReLUActivation</c>.</summary>
    public static string Rectify(VectorWidth width, string sum) => $"{sum} = {Max(width, "Vector.Zero", sum)};";

    /// <summary>
    /// A value where it is larger than another, else the other: also where one of them is NaN, and of two zeros. At 512 and 256 bits, which only x86 has,
    /// the machine's own maximum does just that.
    /// </summary>
    public static string Max(VectorWidth width, string value, string other) => width.Bits switch
    {
        512 => $"Avx512F.Max({value}, {other})",
        256 => $"Avx.Max({value}, {other})",
        _ => $"Vector128.ConditionalSelect(Vector128.GreaterThan({value}, {other}), {value}, {other})",
    };

    /// <summary>All bits where one of two values is NaN, else none.</summary>
    public static string IsNaN(VectorWidth width, string value, string other) => width.Bits switch
    {
        512 => $"Avx512F.CompareUnordered({value}, {other})",
        256 => $"Avx.CompareUnordered({value}, {other})",
        _ => $"~(Vector128.Equals({value}, {value}) & Vector128.Equals({other}, {other}))",
    };

    public static void Advance(SourceWriter writer, string reference, int offset) =>
        writer.Line($"{reference} = ref {SourceWriter.Text($"Unsafe.Add(ref {reference}, {offset})")};");

    /// <summary>Stores a vector whose first <paramref name="lanes"/> lanes count; whole vectors directly, others through the file's helper.</summary>
    public static string Store(VectorWidth width, string reference, int offset, string value, int lanes) =>
        lanes == width.Lanes
            ? $"{Vector(reference, offset)} = {value};"
            : SourceWriter.Text($"Store{lanes}(ref {At(reference, offset)}, {value});");

    public static string Load(VectorWidth width, string reference, int offset, int lanes) =>
        lanes == width.Lanes ? Vector(reference, offset) : SourceWriter.Text($"Load{lanes}(ref {At(reference, offset)})");

    /// <summary>The helpers that load and store the first lanes of a vector and touch nothing beyond them.</summary>
    public static void EmitPartialAccess(SourceWriter writer, VectorWidth width, int lanes)
    {
        string plural = lanes == 1 ? "number" : "numbers";
        writer.Line();
        writer.Line($"/// <summary>Writes the first {lanes} {plural} of a vector, and nothing beyond.</summary>");
        writer.Line(Inlined);
        using (writer.Block($"private static void Store{lanes}(ref float destination, Vector value)"))
        {
            int offset = 0;
            foreach ((int bits, string expression) in Pieces(width, lanes, "value"))
            {
                string destination = At("destination", offset);
                writer.Line(bits switch
                {
                    32 => $"{destination} = {expression}.ToScalar();",
                    64 => $"Unsafe.As<float, double>(ref {destination}) = {expression}.AsDouble().ToScalar();",
                    _ => SourceWriter.Text($"Unsafe.As<float, Vector{bits}<float>>(ref {destination}) = {expression};"),
                });
                offset += bits / 32;
            }
        }

        writer.Line();
        writer.Line($"/// <summary>Reads {lanes} {plural} into the first lanes of a vector, and nothing beyond; the other lanes are zero.</summary>");
        // Called only from the second block of a batch on: not worth the time to inline it so often.
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        using (writer.Block($"private static Vector Load{lanes}(ref float source)"))
        {
            writer.Line($"return {PartialLoad(width.Bits, lanes, 0)};");
        }
    }

    /// <summary>The lanes as pieces of 256, 128, 64 and 32 bits, and how to get each out of the vector.</summary>
    private static IEnumerable<(int Bits, string Expression)> Pieces(VectorWidth width, int lanes, string value)
    {
        int bits = width.Bits;
        int left = lanes;
        string rest = value;
        while (bits > 128)
        {
            bits /= 2;
            if (left * 32 >= bits)
            {
                yield return (bits, rest + ".GetLower()");
                left -= bits / 32;
                rest += ".GetUpper()";
            }
            else
            {
                rest += ".GetLower()";
            }
        }

        if (left >= 2)
        {
            yield return (64, rest);
            left -= 2;
            if (left > 0)
            {
                yield return (32, $"Vector128.Shuffle({rest}, Vector128.Create(2, 3, 2, 3))");
            }
        }
        else if (left == 1)
        {
            yield return (32, rest);
        }
    }

    private static string PartialLoad(int bits, int lanes, int offset)
    {
        string half = SourceWriter.Text($"Vector{bits / 2}");
        string whole = SourceWriter.Text($"Vector{bits}");
        int halfLanes = bits / 64;
        if (bits == 128)
        {
            return lanes switch
            {
                0 => "Vector128<float>.Zero",
                1 => $"Vector128.CreateScalar({At("source", offset)})",
                2 => $"Vector128.CreateScalar(Unsafe.As<float, double>(ref {At("source", offset)})).AsSingle()",
                3 => $"Vector128.Create({At("source", offset)}, {At("source", offset + 1)}, {At("source", offset + 2)}, 0f)",
                _ => $"Unsafe.As<float, Vector128<float>>(ref {At("source", offset)})",
            };
        }

        if (lanes * 32 == bits)
        {
            return $"Unsafe.As<float, {whole}<float>>(ref {At("source", offset)})";
        }

        return lanes > halfLanes
            ? $"{whole}.Create({PartialLoad(bits / 2, halfLanes, offset)}, {PartialLoad(bits / 2, lanes - halfLanes, offset + halfLanes)})"
            : $"{whole}.Create({PartialLoad(bits / 2, lanes, offset)}, {half}<float>.Zero)";
    }
}
