using System;
using System.Linq;

namespace CompiledNet.Generator.Onnx;

/// <summary>
/// <c>scale x + shift</c> for each number of an example, in this library's order: one number for all, one a channel or one an element, so that element
/// <c>n</c>'s is at <c>n % length</c>.
/// </summary>
internal sealed class ScaleAndShift(double[] scale, double[] shift)
{
    /// <summary>How many numbers it takes: 1, the channels, or the elements.</summary>
    public int Length => Math.Max(scale.Length, shift.Length);

    public bool ScalesUpwards => scale.All(factor => factor > 0);

    public bool Shifts => shift.Any(number => number != 0);

    public double Scale(int element) => scale[element % scale.Length];

    public double Shift(int element) => shift[element % shift.Length];

    /// <summary>This one first, then the other.</summary>
    public ScaleAndShift Then(ScaleAndShift outer)
    {
        int length = Math.Max(Length, outer.Length);
        double[] scales = new double[length];
        double[] shifts = new double[length];
        for (int n = 0; n < length; n++)
        {
            scales[n] = Scale(n) * outer.Scale(n);
            shifts[n] = (Shift(n) * outer.Scale(n)) + outer.Shift(n);
        }

        return new ScaleAndShift(scales, shifts);
    }
}
