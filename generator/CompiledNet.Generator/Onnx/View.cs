using System.Collections.Generic;
using System.Linq;
using CompiledNet.Generator.Emit;

namespace CompiledNet.Generator.Onnx;

/// <summary>One of the axes that the numbers of an example have in this library's order, or, before the first layer, in the file's.</summary>
/// <param name="Label">Which axis it is: one of <see cref="View"/>'s constants.</param>
/// <param name="Extent">How long it is; more than 1.</param>
internal readonly record struct Axis(int Label, int Extent);

/// <summary>
/// How the file's tensor looks at an example's numbers, without the batch: each of its dimensions is a row of axes, the last running fastest. Transposing and
/// flattening change the view alone; where a layer needs the numbers, the view says which is where. Axes of extent 1 are left out.
/// </summary>
internal sealed class View(IReadOnlyList<Axis[]> dimensions)
{
    public const int Height = 0;
    public const int Width = 1;
    public const int Channel = 2;
    public const int Feature = 3;

    /// <summary>The first axis of the network's input, before it is known what its axes are.</summary>
    public const int FirstOfInput = 10;

    public IReadOnlyList<Axis[]> Dimensions => dimensions;

    public int Rank => dimensions.Count;

    public IEnumerable<Axis> Axes => dimensions.SelectMany(axes => axes);

    /// <summary>The file's shape of it, without the batch.</summary>
    public string Shape => SourceWriter.Text($"[N{string.Concat(Enumerable.Range(0, Rank).Select(n => SourceWriter.Text($", {Extent(n)}")))}]");

    /// <summary>The number of an example's elements: no more than what the network's shapes allow.</summary>
    public int Length => Axes.Aggregate(1, (product, axis) => product * axis.Extent);

    public static View Of(params (int Label, int Extent)[] axes) =>
        new([.. axes.Select(axis => axis.Extent == 1 ? (Axis[])[] : [new Axis(axis.Label, axis.Extent)])]);

    public int Extent(int dimension) => dimensions[dimension].Aggregate(1, (product, axis) => product * axis.Extent);

    /// <summary>The view as a flat row: what Flatten makes of it.</summary>
    public View Flat() => new([[.. Axes]]);

    public View Transposed(IReadOnlyList<int> order) => new([.. order.Select(n => dimensions[n])]);

    /// <summary>The view with the same axes in other dimensions; null where an axis would have to be cut.</summary>
    public View? Reshaped(IReadOnlyList<int> extents)
    {
        List<Axis[]> result = [];
        Queue<Axis> left = new(Axes);
        foreach (int extent in extents)
        {
            List<Axis> row = [];
            long product = 1;
            while (product < extent && left.Count > 0)
            {
                Axis axis = left.Dequeue();
                product *= axis.Extent;
                row.Add(axis);
            }

            if (product != extent)
            {
                return null;
            }

            result.Add([.. row]);
        }

        return left.Count == 0 ? new View(result) : null;
    }

    /// <summary>Whether a dimension is exactly one axis, or that axis is of extent 1 and left out.</summary>
    public bool Is(int dimension, int label) => dimensions[dimension].Length switch
    {
        0 => Axes.All(axis => axis.Label != label),
        1 => dimensions[dimension][0].Label == label,
        _ => false,
    };

    /// <summary>For each element in the file's order, its place by the steps of the axes.</summary>
    public int[] Places(IReadOnlyDictionary<int, int> steps)
    {
        int[] places = new int[Length];
        int filled = 1;
        foreach (Axis axis in Axes)
        {
            int step = steps[axis.Label];
            for (int n = filled - 1; n >= 0; n--)
            {
                int start = places[n];
                for (int k = axis.Extent - 1; k >= 0; k--)
                {
                    places[(n * axis.Extent) + k] = start + (k * step);
                }
            }

            filled *= axis.Extent;
        }

        return places;
    }
}
