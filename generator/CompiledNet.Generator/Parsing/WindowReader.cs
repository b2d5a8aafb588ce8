using System.Collections.Generic;
using System.Linq;
using CompiledNet.Generator.Diagnostics;
using CompiledNet.Generator.Emit;
using CompiledNet.Generator.Model;

namespace CompiledNet.Generator.Parsing;

/// <summary>
/// The window of a convolution or a pooling layer, read from the attribute and held against the image it moves over. What is wrong is
/// reported where it stands.
/// </summary>
internal sealed class WindowReader(LayerArguments attribute, LayerPlace place, bool pools)
{
    private static readonly string[] Directions = ["Height", "Width"];

    private readonly string _what = pools ? "window" : "kernel";

    /// <summary>The window; null if there is none, which has been reported.</summary>
    /// <param name="first">The place of its size among the positional arguments: one number, or a height and a width.</param>
    /// <param name="outputChannels">The channels of the image it makes; null for as many as come in.</param>
    public Window? Read(int first, int? outputChannels)
    {
        int[] sizes = [.. attribute.PositionalIntegers().Skip(first)];
        if (sizes.Length is not (1 or 2) || !CheckSizes(sizes, first) || !CheckMoves() || !TakesAnImage(attribute, place))
        {
            return null;
        }

        int height = sizes[0];
        int width = sizes[sizes.Length - 1];
        Window window = new(height, width, Stride("Height", height), Stride("Width", width), Padding("Height"), Padding("Width"));
        return CheckPadding("Height", height, window.PaddingHeight)
            && CheckPadding("Width", width, window.PaddingWidth)
            && CheckSize(window)
            && CheckOutput(window, outputChannels ?? place.Input.Extents[2])
            ? window
            : null;
    }

    /// <summary>Whether an image comes in; reports it if not.</summary>
    public static bool TakesAnImage(LayerArguments attribute, LayerPlace place)
    {
        if (place.Input.IsFlat)
        {
            DoesNotFit(attribute, place, $"{attribute.Name} takes an image, but a flat vector of {place.Input} comes in; put it before the layer that makes it flat, such as [Flatten], or give [Input] a height, a width and a number of channels");
        }

        return !place.Input.IsFlat;
    }

    private static void DoesNotFit(LayerArguments attribute, LayerPlace place, string reason) =>
        attribute.Error(Descriptors.LayersDoNotFit, SourceWriter.Text($"Layer {place.Number}"), attribute.TypeName, reason);

    private bool CheckSizes(int[] sizes, int first)
    {
        bool valid = true;
        for (int n = 0; n < sizes.Length; n++)
        {
            if (sizes[n] < 1)
            {
                string which = sizes.Length == 1 ? $"The {_what}" : n == 0 ? $"The {_what}'s height" : $"The {_what}'s width";
                attribute.ErrorAt(first + n, Descriptors.SizeBelowOne, $"{which} in [{attribute.Name}]", attribute.TypeName, SourceWriter.Text($"{sizes[n]}"));
                valid = false;
            }
        }

        return valid;
    }

    private bool CheckMoves()
    {
        bool valid = true;
        foreach (string direction in (string[])[string.Empty, .. Directions])
        {
            if (attribute.NamedInteger("Stride" + direction) is < 1 and int stride)
            {
                attribute.ErrorAt("Stride" + direction, Descriptors.SizeBelowOne, $"Stride{direction} in [{attribute.Name}]", attribute.TypeName, SourceWriter.Text($"{stride}"));
                valid = false;
            }

            if (attribute.NamedInteger("Padding" + direction) is < 0 and int padding)
            {
                ReportPadding("Padding" + direction, padding, "at least 0");
                valid = false;
            }
        }

        return valid;
    }

    private int Stride(string direction, int size) =>
        attribute.NamedInteger("Stride" + direction) ?? attribute.NamedInteger("Stride") ?? (pools ? size : 1);

    private int Padding(string direction) => attribute.NamedInteger("Padding" + direction) ?? attribute.NamedInteger("Padding") ?? 0;

    // So each window has a pixel of the image in it: otherwise an output would see nothing, and a maximum would be of nothing.
    private bool CheckPadding(string direction, int size, int padding)
    {
        int most = pools ? size / 2 : size - 1;
        if (padding > most)
        {
            string name = attribute.NamedInteger("Padding" + direction) is null ? "Padding" : "Padding" + direction;
            string side = direction == Directions[0] ? "height" : "width";
            ReportPadding(name, padding, SourceWriter.Text($"at most {most}, {(pools ? "half" : "one less than")} the {_what}'s {side}"));
        }

        return padding <= most;
    }

    private void ReportPadding(string name, int padding, string expected) =>
        attribute.ErrorAt(name, Descriptors.InvalidArgument, $"{name} in [{attribute.Name}]", attribute.TypeName, SourceWriter.Text($"{padding}"), expected);

    private bool CheckSize(Window window)
    {
        long pixels = (long)window.Height * window.Width;
        if (pixels > Limits.WindowPixels)
        {
            TooLarge($"the {_what} has {SourceWriter.Count(pixels)} pixels", Limits.WindowPixels);
        }

        return pixels <= Limits.WindowPixels;
    }

    private bool CheckOutput(Window window, int channels)
    {
        EquatableArray<int> input = place.Input.Extents;
        long height = Window.Positions(input[0], window.Height, window.StrideHeight, window.PaddingHeight);
        long width = Window.Positions(input[1], window.Width, window.StrideWidth, window.PaddingWidth);
        if (height == 0 || width == 0)
        {
            string padded = window is { PaddingHeight: 0, PaddingWidth: 0 }
                ? string.Empty
                : SourceWriter.Text($", even padded to {input[0] + (2L * window.PaddingHeight)}x{input[1] + (2L * window.PaddingWidth)}");

            // A height that looks like a number of channels: the order of other libraries.
            bool channelsFirst = place.Number == 1 && input[0] <= 4 && input[1] > 4 && input[2] > 4;
            string order = channelsFirst ? "; [Input] is height, width, channels" : string.Empty;
            DoesNotFit(attribute, place, SourceWriter.Text($"{attribute.Name} {window.Height}x{window.Width} on {place.Input}: the {_what} is larger than its input{padded}; choose a smaller one, or more Padding{order}"));
            return false;
        }

        decimal length = (decimal)height * width * channels;
        if (length > Limits.Activations)
        {
            TooLarge(SourceWriter.Text($"the output is {height}x{width}x{channels}, {length:N0} numbers for one example"), Limits.Activations);
        }

        return length <= Limits.Activations;
    }

    private void TooLarge(string reason, int limit) => attribute.Error(
        Descriptors.TooLarge, attribute.TypeName, SourceWriter.Text($"in layer {place.Number}, {attribute.Name}, {reason}"), SourceWriter.Count(limit));
}
