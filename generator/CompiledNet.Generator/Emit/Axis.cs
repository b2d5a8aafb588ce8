using System;
using System.Collections.Generic;
using System.Linq;
using CompiledNet.Generator.Model;

namespace CompiledNet.Generator.Emit;

/// <summary>
/// One direction of a convolution: which inputs each output takes through which taps of the kernel. Output <c>o</c> takes input
/// <c>(o stride + tap - padding) / dilation</c>, where that is a whole number inside the image. The forward pass has no dilation; the way back has the
/// forward stride as its dilation, as then only every so many inputs touch an output.
/// </summary>
internal sealed record Axis(int Inputs, int Outputs, int Taps, int Stride, int Padding, int Dilation)
{
    /// <summary>The way forward. The stride of a single output moves nothing, and may be any number: one that the arithmetic here can take.</summary>
    public static Axis Forward(int inputs, int outputs, int taps, int stride, int padding) =>
        new(inputs, outputs, taps, outputs == 1 ? Math.Min(stride, taps) : stride, padding, 1);

    /// <summary>Both directions of a layer with a window.</summary>
    public static (Axis Vertical, Axis Horizontal) Of(LayerModel layer)
    {
        Window window = Window.Of(layer);
        return (
            Forward(layer.Input.Extents[0], layer.Output.Extents[0], window.Height, window.StrideHeight, window.PaddingHeight),
            Forward(layer.Input.Extents[1], layer.Output.Extents[1], window.Width, window.StrideWidth, window.PaddingWidth));
    }

    /// <summary>The way back: the same with the kernel turned round.</summary>
    public Axis Back() => new(Outputs, Inputs, Taps, 1, Taps - 1 - Padding, Stride);

    /// <summary>Whether every output takes all taps.</summary>
    public bool IsWhole => Dilation == 1 && Padding <= 0 && (long)((Outputs - 1) * (long)Stride) + Taps - 1 - Padding < Inputs;

    /// <summary>The input an output takes through a tap; null where there is none.</summary>
    public int? Input(int output, int tap)
    {
        int place = (output * Stride) + tap - Padding;
        return place >= 0 && place % Dilation == 0 && place / Dilation < Inputs ? place / Dilation : null;
    }

    /// <summary>The outputs that take all taps, in a forward pass: from the first to the one after the last; the same number twice where there are none.</summary>
    public (int From, int To) WholeOutputs
    {
        get
        {
            int from = Math.Min(Outputs, (Math.Max(0, Padding) + Stride - 1) / Stride);
            long room = (long)Inputs + Padding - Taps;
            int to = room < 0 ? from : (int)Math.Min(Outputs, (room / Stride) + 1);
            return (from, Math.Max(from, to));
        }
    }

    /// <summary>
    /// The outputs in tiles of <paramref name="size"/> at most; tiles of the same form stand together, to share their code. The last tile of a row
    /// goes up to the end and overlaps the one before, where the row is no multiple: the outputs there are computed twice, and alike.
    /// </summary>
    public IReadOnlyList<TileRow> Tiles(int size)
    {
        List<TileRow> rows = [];
        for (int phase = 0; phase < Math.Min(Dilation, Outputs); phase++)
        {
            int count = (Outputs - phase + Dilation - 1) / Dilation;
            int height = Math.Min(size, count);
            for (int next = 0; next < count; next += height)
            {
                int first = Math.Min(next, count - height);
                int output = phase + (first * Dilation);
                TileForm form = Form(output, height);
                if (rows.Count > 0 && rows[rows.Count - 1] is { } last && last.Phase == phase && last.Form == form)
                {
                    rows[rows.Count - 1] = last with { Count = last.Count + 1, LastOutput = output };
                }
                else
                {
                    rows.Add(new TileRow(form, phase, output, 1, output, height));
                }
            }
        }

        return rows;
    }

    /// <summary>Which taps the outputs of a tile take, and from where, as seen from the input the tile's place stands for.</summary>
    private TileForm Form(int output, int height)
    {
        int origin = Origin(output);
        if (Dilation == 1 && WholeOutputs is var (from, to) && output >= from && output + height <= to)
        {
            // Inside the image; there can be very many such tiles.
            return new TileForm(new TapRun[] { new(0, Taps, -Padding, 0, height) });
        }

        List<TapRun> runs = [];
        for (int tap = 0; tap < Taps; tap++)
        {
            int[] valid = [.. Enumerable.Range(0, height).Where(n => Input(output + (n * Dilation), tap) is not null)];
            if (valid.Length == 0)
            {
                continue;
            }

            // A step of a tile's outputs is one of Stride inputs.
            int column = Input(output + (valid[0] * Dilation), tap)!.Value - origin - (valid[0] * Stride);
            if (runs.Count > 0 && runs[runs.Count - 1] is { } last
                && last.First == valid[0] && last.Count == valid.Length
                && tap == last.Tap + (last.Length * Dilation) && column == last.Column + last.Length)
            {
                runs[runs.Count - 1] = last with { Length = last.Length + 1 };
            }
            else
            {
                runs.Add(new TapRun(tap, 1, column, valid[0], valid.Length));
            }
        }

        return new TileForm(new EquatableArray<TapRun>(runs));
    }

    /// <summary>The input that an output's place stands for.</summary>
    public int Origin(int output) => output / Dilation * Stride;
}

/// <summary>Neighbouring taps that the same outputs of a tile take.</summary>
/// <param name="Tap">The first tap.</param>
/// <param name="Length">How many there are, <c>Dilation</c> apart.</param>
/// <param name="Column">The input the tile's first output takes through the first tap (or would), from the tile's origin; the next tap takes the next input.</param>
/// <param name="First">The first output of the tile that takes them.</param>
/// <param name="Count">How many outputs take them.</param>
internal sealed record TapRun(int Tap, int Length, int Column, int First, int Count);

/// <summary>The taps of a tile's outputs.</summary>
internal sealed record TileForm(EquatableArray<TapRun> Runs);

/// <summary>Tiles of one form, one beside the other.</summary>
internal sealed record TileRow(TileForm Form, int Phase, int FirstOutput, int Count, int LastOutput, int Height);
