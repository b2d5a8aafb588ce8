using System.ComponentModel;

namespace CompiledNet.Numerics;

/// <summary>Which class a row of outputs or targets stands for. For generated code, data and evaluation.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class OutputClass
{
    /// <summary>The class that outputs or targets stand for: the largest one's index; a single one says 1 from 0.5 on, else 0.</summary>
    /// <param name="values">The outputs or targets of one example, at least one.</param>
    public static int Of(ReadOnlySpan<float> values) =>
        values.Length == 1 ? (values[0] >= 0.5f ? 1 : 0) : IndexOfLargest(values);

    /// <summary>The index of the largest value; the first of equal ones.</summary>
    private static int IndexOfLargest(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best])
            {
                best = i;
            }
        }

        return best;
    }
}
