using System.Linq;

namespace CompiledNet.Generator.Emit;

/// <summary>One tile of a <see cref="MatmulKernel"/>: <paramref name="rows"/> examples by <paramref name="columns"/> vectors of outputs.</summary>
/// <param name="kernel">The kernel.</param>
/// <param name="width">The vector width.</param>
/// <param name="rows">Examples.</param>
/// <param name="columns">Vectors of outputs.</param>
/// <param name="firstColumn">The first of them, where the tile is at a fixed place.</param>
/// <param name="whole">Whether all its vectors are stored whole, wherever it is.</param>
/// <param name="oneRun">Whether it takes one run of the sums, from where x and weights point to, rather than all of them side by side.</param>
internal sealed class MatmulTile(MatmulKernel kernel, VectorWidth width, int rows, int columns, int firstColumn, bool whole, bool oneRun)
{
    private const string Letters = "abcd";

    private readonly int _sideBySide = oneRun ? 1 : kernel.Runs;

    /// <summary>Where the first whole run starts, seen from the references.</summary>
    private readonly int _origin = oneRun ? 0 : kernel.Head;

    /// <summary>The tile's code: running sums from the bias, the loop over the terms, the stores.</summary>
    public void Emit(SourceWriter writer, string weights, string z, int offset)
    {
        EmitFirstSums(writer, weights, offset);
        if (kernel.Straight || rows * columns * kernel.Length <= TilePlan.FullyUnrolledStatements(width))
        {
            EmitTerms(writer, "x", weights, offset, _origin, 0, kernel.RunLength);
        }
        else
        {
            int step = TilePlan.LoopStep(rows, columns, _sideBySide);
            writer.Line($"ref float xk = ref {TileCode.At("x", _origin)};");
            writer.Line($"ref float wk = ref {TileCode.At(weights, offset + (_origin * kernel.WeightsStride))};");
            using (writer.Block($"for (int k = 0; k < {kernel.RunLength / step * step}; k += {step})"))
            {
                EmitHints(writer, step);
                EmitTerms(writer, "xk", "wk", 0, 0, 0, step);
                TileCode.Advance(writer, "xk", step);
                TileCode.Advance(writer, "wk", step * kernel.WeightsStride);
            }

            if (kernel.RunLength % step > 0)
            {
                using (writer.Block("// the last terms"))
                {
                    EmitTerms(writer, "xk", "wk", 0, 0, 0, kernel.RunLength % step);
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
            for (int p = 0; p < _sideBySide; p++)
            {
                writer.Line($"Vector {Sum(0, 0, p)} = {TileCode.Vector("sums", p * width.Lanes)};");
            }
        }

        EmitTerms(writer, "x", "weights", offset, _origin, from, to);
        if (to == kernel.RunLength)
        {
            EmitStores(writer, "z", offset);
            return;
        }

        for (int p = 0; p < _sideBySide; p++)
        {
            writer.Line($"{TileCode.Vector("sums", p * width.Lanes)} = {Sum(0, 0, p)};");
        }
    }

    private string Sum(int row, int column, int run) =>
        SourceWriter.Text($"z{row}_{column}") + (_sideBySide == 1 ? string.Empty : Letters[run].ToString());

    private void EmitFirstSums(SourceWriter writer, string weights, int offset)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                for (int run = 0; run < _sideBySide; run++)
                {
                    string first = oneRun || run > 0 || !kernel.HasBias ? "Vector.Zero" : Bias(row, column);
                    writer.Line($"Vector {Sum(row, column, run)} = {first};");
                }
            }
        }

        if (!oneRun)
        {
            EmitHead(writer, weights, offset);
        }
        else if (kernel.HasBias || kernel.Head > 0)
        {
            using (writer.Block("if (first)"))
            {
                for (int row = 0; row < rows && kernel.HasBias; row++)
                {
                    for (int column = 0; column < columns; column++)
                    {
                        writer.Line($"{Sum(row, column, 0)} = {Bias(row, column)};");
                    }
                }

                EmitHead(writer, weights, offset);
            }

            writer.Line();
        }

        string Bias(int row, int column) => row > 0
            ? Sum(0, column, 0)
            : TileCode.Vector(weights, offset + ((kernel.Length - kernel.Head + _origin) * kernel.WeightsStride) + (column * width.Lanes));
    }

    /// <summary>For one example the weights come from the second-level cache, each once: asks for those of some terms ahead.</summary>
    private void EmitHints(SourceWriter writer, int step)
    {
        if (rows > 1 || oneRun || !TilePlan.PrefetchesWeights(kernel.Length, kernel.Outputs))
        {
            return;
        }

        int ahead = TilePlan.TermsAhead(kernel.WeightsStride);
        for (int run = 0; run < _sideBySide; run++)
        {
            for (int k = 0; k < step; k++)
            {
                for (int output = 0; output < columns * width.Lanes; output += TilePlan.RowPadding)
                {
                    writer.Line($"CacheHint.Read(ref {TileCode.At("wk", (((run * kernel.RunLength) + k + ahead) * kernel.WeightsStride) + output)});");
                }
            }
        }
    }

    /// <summary>The terms before the first run.</summary>
    private void EmitHead(SourceWriter writer, string weights, int offset)
    {
        for (int k = 0; k < kernel.Head; k++)
        {
            EmitTerm(writer, "x", weights, offset, _origin - kernel.Head + k, 0, SourceWriter.Text($"h{k}"));
        }
    }

    /// <summary>The products of each run's terms <paramref name="from"/> to <paramref name="to"/>, the runs in turn.</summary>
    private void EmitTerms(SourceWriter writer, string x, string weights, int offset, int origin, int from, int to)
    {
        for (int k = from; k < to; k++)
        {
            for (int run = 0; run < _sideBySide; run++)
            {
                string name = SourceWriter.Text($"{k}") + (_sideBySide == 1 ? string.Empty : Letters[run].ToString());
                EmitTerm(writer, x, weights, offset, origin + (run * kernel.RunLength) + k, run, name);
            }
        }
    }

    private void EmitTerm(SourceWriter writer, string x, string weights, int offset, int term, int run, string name)
    {
        string[] w = new string[columns];
        for (int column = 0; column < columns; column++)
        {
            string load = TileCode.Vector(weights, offset + (term * kernel.WeightsStride) + (column * width.Lanes));
            if (rows == 1)
            {
                w[column] = load;
                continue;
            }

            w[column] = SourceWriter.Text($"w{name}_{column}");
            writer.Line($"Vector {w[column]} = {load};");
        }

        for (int row = 0; row < rows; row++)
        {
            string broadcast = TileCode.Broadcast(width, x, (row * kernel.XStride) + term);
            if (columns > 1)
            {
                string local = SourceWriter.Text($"x{name}_{row}");
                writer.Line($"Vector {local} = {broadcast};");
                broadcast = local;
            }

            for (int column = 0; column < columns; column++)
            {
                writer.Line(TileCode.MultiplyAdd(width, broadcast, w[column], Sum(row, column, run)));
            }
        }
    }

    private void EmitStores(SourceWriter writer, string z, int offset)
    {
        if (!oneRun)
        {
            EmitStores(writer, z, offset, add: false);
            return;
        }

        using (writer.Block("if (add)"))
        {
            EmitStores(writer, z, offset, add: true);
        }

        using (writer.Block("else"))
        {
            EmitStores(writer, z, offset, add: false);
        }
    }

    private void EmitStores(SourceWriter writer, string z, int offset, bool add)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                int lanes = whole ? width.Lanes : kernel.StoredLanes(width, firstColumn + column);
                int place = offset + (row * kernel.ZStride) + (column * width.Lanes);
                string[] sums = [.. Enumerable.Range(0, _sideBySide).Select(run => Sum(row, column, run))];
                string value = sums.Length switch
                {
                    1 => add ? $"{TileCode.Load(width, z, place, lanes)} + {sums[0]}" : sums[0],
                    2 => $"{sums[0]} + {sums[1]}",
                    _ => $"(({sums[0]} + {sums[1]}) + {sums[2]}) + {sums[3]}",
                };
                writer.Line(TileCode.Store(width, z, place, value, lanes));
            }
        }
    }
}
