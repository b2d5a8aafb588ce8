using System.Globalization;
using System.Linq;

namespace CompiledNet.Generator.Model;

/// <summary>The extents of what flows between layers, outermost first: one number for a flat vector, height, width, channels for an image.</summary>
internal sealed record Shape(EquatableArray<int> Extents)
{
    public Shape(params int[] extents)
        : this((EquatableArray<int>)extents)
    {
    }

    public bool IsFlat => Extents.Count == 1;

    /// <summary>The number of elements; fits an int, because the parser refuses larger ones.</summary>
    public int Length => Extents.Aggregate(1, (product, extent) => product * extent);

    public override string ToString() => string.Join("x", Extents.Select(extent => extent.ToString(CultureInfo.InvariantCulture)));
}
