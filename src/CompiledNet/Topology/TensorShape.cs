using System.Collections;
using System.Globalization;
using System.Text;

namespace CompiledNet;

/// <summary>
/// The extents of a tensor, outermost first: <c>[784]</c> for a flat vector, <c>[28, 28, 1]</c> for an image (height, width, channels).
/// Two shapes are equal when their extents are.
/// </summary>
public readonly struct TensorShape : IReadOnlyList<int>, IEquatable<TensorShape>
{
    private readonly int[]? _extents;

    /// <summary>A shape from its extents.</summary>
    /// <param name="extents">The extents, outermost first, each at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An extent is below 1, or their product is more than an int holds.</exception>
    public TensorShape(params ReadOnlySpan<int> extents)
    {
        foreach (int extent in extents)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(extent, 1, nameof(extents));
        }

        Length = 1;
        foreach (int extent in extents)
        {
            if ((long)Length * extent > int.MaxValue)
            {
                throw new ArgumentOutOfRangeException(nameof(extents), "The product of the extents is more than an int holds.");
            }

            Length *= extent;
        }

        _extents = extents.ToArray();
    }

    /// <summary>The number of dimensions.</summary>
    public int Count => _extents?.Length ?? 0;

    /// <summary>The number of elements: the product of the extents, or 0 for a shape without extents.</summary>
    public int Length { get; }

    /// <summary>One extent.</summary>
    /// <param name="index">Which, from 0, outermost first.</param>
    public int this[int index] => (_extents ?? [])[index];

    /// <summary>Whether two shapes are equal.</summary>
    public static bool operator ==(TensorShape left, TensorShape right) => left.Equals(right);

    /// <summary>Whether two shapes differ.</summary>
    public static bool operator !=(TensorShape left, TensorShape right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(TensorShape other) => (_extents ?? []).AsSpan().SequenceEqual(other._extents ?? []);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TensorShape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (int extent in _extents ?? [])
        {
            hash.Add(extent);
        }

        return hash.ToHashCode();
    }

    /// <summary>The extents joined by <c>x</c>: <c>28x28x1</c>.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        foreach (int extent in _extents ?? [])
        {
            text.Append(text.Length == 0 ? "" : "x").Append(CultureInfo.InvariantCulture, $"{extent}");
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)(_extents ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
