using System.Linq;

namespace CompiledNet.Generator.Emit;

/// <summary>One tile of a <see cref="MatmulKernel"/>: <paramref name="rows"/> examples by <paramref name="columns"/> vectors of outputs.</summary>
/// <param name="kernel">The kernel.</param>
/// <param name="width">The vector width.</param>
/// <param name="rows">Examples.</param>
/// <param name="columns">Vectors of outputs.</param>
/// <param name="firstColumn">The first of them, where the tile is at a fixed place.</param>
/// <param name="whole">Whether all its vectors are stored whole, wherever it is.</param>
internal sealed class MatmulTile(MatmulKernel kernel, VectorWidth width, int rows, int columns, int firstColumn, bool whole)
{
    private const string Letters = "abcd";

    private readonly int _partialSums = TilePlan.PartialSums(kernel.Length, kernel.Outputs);

    /// <summary>The tile's code: running sums from the bias, the loop over the terms, the stores.</summary>
    public void Emit(SourceWriter writer, string weights, string z, int offset)
    {
        EmitFirstSums(writer, weights, offset);
        if (kernel.Straight || rows * columns * kernel.Length <= TilePlan.FullyUnrolledStatements(width))
        {
            EmitTerms(writer, "x", weights, offset, 0, kernel.Length);
        }
        else
        {
            int step = TilePlan.LoopStep(rows, columns, _partialSums);
            writer.Line("ref float xk = ref x;");
            writer.Line($"ref float wk = ref {TileCode.At(weights, offset)};");
            using (writer.Block($"for (int k = 0; k < {kernel.Length / step * step}; k += {step})"))
            {
                EmitTerms(writer, "xk", "wk", 0, 0, step);
                TileCode.Advance(writer, "xk", step);
                TileCode.Advance(writer, "wk", step * kernel.WeightsStride);
            }

            if (kernel.Length % step > 0)
            {
                using (writer.Block("// the last terms"))
                {
                    EmitTerms(writer, "xk", "wk", 0, 0, kernel.Length % step);
                }
            }

            writer.Line();
        }

        EmitStores(writer, z, offset);
    }

    /// <summary>Part of a sum that spans methods: the running sums come from memory, except for the first, and go there, except for the last.</summary>
    public void EmitPart(SourceWriter writer, int offset, int from, int to)
    {
        if (from == 0)
        {
            EmitFirstSums(writer, "weights", offset);
        }
        else
        {
            for (int p = 0; p < _partialSums; p++)
            {
                writer.Line($"Vector {Sum(0, 0, p)} = {TileCode.Vector("sums", p * width.Lanes)};");
            }
        }

        EmitTerms(writer, "x", "weights", offset, from, to);
        if (to == kernel.Length)
        {
            EmitStores(writer, "z", offset);
            return;
        }

        for (int p = 0; p < _partialSums; p++)
        {
            writer.Line($"{TileCode.Vector("sums", p * width.Lanes)} = {Sum(0, 0, p)};");
        }
    }

    private string Sum(int row, int column, int part) =>
        SourceWriter.Text($"z{row}_{column}") + (_partialSums == 1 ? string.Empty : Letters[part].ToString());

    private void EmitFirstSums(SourceWriter writer, string weights, int offset)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                string bias = TileCode.Vector(weights, offset + (kernel.Length * kernel.WeightsStride) + (column * width.Lanes));
                for (int part = 0; part < _partialSums; part++)
                {
                    string first = part > 0 || !kernel.HasBias ? "Vector.Zero" : row > 0 ? Sum(0, column, 0) : bias;
                    writer.Line($"Vector {Sum(row, column, part)} = {first};");
                }
            }
        }
    }

    /// <summary>The products of terms <paramref name="from"/> to <paramref name="to"/>; term k goes to running sum k modulo their number.</summary>
    private void EmitTerms(SourceWriter writer, string x, string weights, int offset, int from, int to)
    {
        for (int k = from; k < to; k++)
        {
            int part = k % _partialSums;
            string[] w = new string[columns];
            for (int column = 0; column < columns; column++)
            {
                string load = TileCode.Vector(weights, offset + (k * kernel.WeightsStride) + (column * width.Lanes));
                if (rows == 1)
                {
                    w[column] = load;
                    continue;
                }

                w[column] = SourceWriter.Text($"w{k}_{column}");
                writer.Line($"Vector {w[column]} = {load};");
            }

            for (int row = 0; row < rows; row++)
            {
                string broadcast = TileCode.Broadcast(width, x, (row * kernel.XStride) + k);
                if (columns > 1)
                {
                    string name = SourceWriter.Text($"x{k}_{row}");
                    writer.Line($"Vector {name} = {broadcast};");
                    broadcast = name;
                }

                for (int column = 0; column < columns; column++)
                {
                    writer.Line(TileCode.MultiplyAdd(width, broadcast, w[column], Sum(row, column, part)));
                }
            }
        }
    }

    private void EmitStores(SourceWriter writer, string z, int offset)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                string[] sums = [.. Enumerable.Range(0, _partialSums).Select(part => Sum(row, column, part))];
                string value = sums.Length switch
                {
                    1 => sums[0],
                    2 => $"{sums[0]} + {sums[1]}",
                    _ => $"({sums[0]} + {sums[1]}) + ({sums[2]} + {sums[3]})",
                };
                int lanes = whole ? width.Lanes : kernel.StoredLanes(width, firstColumn + column);
                writer.Line(TileCode.Store(width, z, offset + (row * kernel.ZStride) + (column * width.Lanes), value, lanes));
            }
        }
    }
}
