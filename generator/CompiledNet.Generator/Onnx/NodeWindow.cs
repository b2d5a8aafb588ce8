using System;
using System.Collections.Generic;
using System.Linq;
using CompiledNet.Generator.Emit;
using CompiledNet.Generator.Model;

namespace CompiledNet.Generator.Onnx;

/// <summary>
/// A node's window, its strides and its padding, in this library's terms: two directions, and as many rows above as below. Padding that differs at the end
/// does not matter where the windows come to lie the same.
/// </summary>
internal sealed record NodeWindow(int[] Size, int[] Strides, int[] Paddings)
{
    private const int Directions = 2;
    private static readonly string[] Names = ["height", "width"];

    /// <summary>Whether the node pads, beside the zeros that stand around the image already.</summary>
    public bool PadsItself { get; private init; }

    public bool IsPadded => Paddings.Any(padding => padding > 0);

    public IReadOnlyDictionary<string, int> Moves => new Dictionary<string, int>
    {
        ["StrideHeight"] = Strides[0],
        ["StrideWidth"] = Strides[1],
        ["PaddingHeight"] = Paddings[0],
        ["PaddingWidth"] = Paddings[1],
    };

    /// <param name="size">The window's extents in one or two directions.</param>
    /// <param name="image">The image's, in the same.</param>
    /// <param name="border">Zeros around it; null where there are none.</param>
    public static NodeWindow Read(NodeReader node, int[] size, int[] image, Border? border)
    {
        int count = size.Length;
        int[] strides = node.Ints("strides", count) ?? [.. Enumerable.Repeat(1, count)];
        int[] dilations = node.Ints("dilations", count) ?? [.. Enumerable.Repeat(1, count)];
        int[] pads = node.Ints("pads", 2 * count) ?? new int[2 * count];
        string automatic = node.Text("auto_pad", "NOTSET");
        bool ceiling = node.Int("ceil_mode", 0) != 0;
        int[] paddings = new int[count];
        bool padsItself = false;
        for (int n = 0; n < count; n++)
        {
            string name = Names[n + Directions - count];
            if (size[n] < 1 || strides[n] < 1 || pads[n] < 0 || pads[n + count] < 0)
            {
                throw node.Error(SourceWriter.Text($"in its {name} its window is {size[n]}, its stride {strides[n]} and its padding {pads[n]} and {pads[n + count]}; expected a window and a stride of at least 1 and no negative padding"));
            }

            if (dilations[n] != 1 && size[n] > 1)
            {
                throw node.Error(SourceWriter.Text($"its dilations are {string.Join(", ", dilations)}; expected 1: windows with gaps have no layer here"));
            }

            // The border's first dimension is the channels'.
            (long before, long after) = border is null ? (0, 0) : (border.Before[n + 1], border.After[n + 1]);
            (long begin, long end) = automatic switch
            {
                "NOTSET" => (pads[n], pads[n + count]),
                "VALID" => (0, 0),
                "SAME_UPPER" or "SAME_LOWER" => Same(image[n] + before + after, size[n], strides[n], automatic == "SAME_UPPER"),
                _ => throw node.Error($"its auto_pad is {OnnxErrors.Quote(automatic)}; expected NOTSET, VALID, SAME_UPPER or SAME_LOWER"),
            };
            padsItself |= begin > 0 || end > 0;
            begin += before;
            end += after;
            paddings[n] = (int)Math.Min(begin, int.MaxValue);
            long free = image[n] + begin + end - size[n];
            long positions = free < 0 ? 0 : ((ceiling ? free + strides[n] - 1 : free) / strides[n]) + 1;

            // A window that starts behind the image is none.
            positions -= ceiling && positions > 0 && (positions - 1) * strides[n] >= image[n] + begin ? 1 : 0;
            if (positions != Window.Positions(image[n], size[n], strides[n], paddings[n]))
            {
                throw node.Error(SourceWriter.Text($"in its {name} its padding is {begin} before and {end} behind an image of {image[n]}{(ceiling ? ", and it counts windows that are cut off (ceil_mode)" : string.Empty)}; expected the same on both sides, and whole windows"));
            }
        }

        int missing = Directions - count;
        return new NodeWindow(
            [.. Enumerable.Repeat(1, missing), .. size],
            [.. Enumerable.Repeat(1, missing), .. strides],
            [.. Enumerable.Repeat(0, missing), .. paddings]) { PadsItself = padsItself };
    }

    // As many windows as strides fit into the image.
    private static (long Begin, long End) Same(long image, int size, int stride, bool upper)
    {
        long total = Math.Max(0, (((image + stride - 1) / stride) - 1) * stride + size - image);
        return upper ? (total / 2, total - (total / 2)) : (total - (total / 2), total / 2);
    }
}
