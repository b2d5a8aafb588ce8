using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace CompiledNet.Numerics.Simd;

/// <summary>Exceptions of the numeric routines, out of the way of the code that runs.</summary>
internal static class Throw
{
    [DoesNotReturn]
    public static void LengthsDiffer(int source, int destination) =>
        throw new ArgumentException($"The spans must have the same length: the source has {source} floats, the destination {destination}.");

    [DoesNotReturn]
    public static void SpansOverlap() =>
        throw new ArgumentException("The spans must be the same memory or not overlap at all: they overlap, shifted against each other.");

    [DoesNotReturn]
    public static void TooShort(string name, long needed, int actual) =>
        throw new ArgumentException($"The span '{name}' must hold at least {needed} floats; it holds {actual}.", name);

    [DoesNotReturn]
    public static void BadShape(int rows, int size, int stride) =>
        throw new ArgumentException(
            $"Rows must not be negative, the size at least 1, and the stride a multiple of 16 and at least the size: got {rows} rows, size {size}, stride {stride}.");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void IfShorter(string name, int actual, long needed)
    {
        if (actual < needed)
        {
            TooShort(name, needed, actual);
        }
    }

    [DoesNotReturn]
    public static void BadTranspose(int rows, int columns, int stride) =>
        throw new ArgumentException(
            $"Rows and columns must not be negative, and the destination's stride at least the rows: got {rows} rows, {columns} columns, stride {stride}.");

    [DoesNotReturn]
    public static void Negative(string name, int actual) =>
        throw new ArgumentException($"'{name}' must not be negative: got {actual}.", name);

    [DoesNotReturn]
    public static void BadGroup(int count, int features, int stride) =>
        throw new ArgumentException(
            $"A group has 0 to 16 examples, and the distance from row to row is at least the features: got {count} examples, {features} features, stride {stride}.");

    [DoesNotReturn]
    public static void BadGroups(int count, int stride, int length) =>
        throw new ArgumentException(
            $"The number of groups must not be negative, and the distance between them at least the gradient's length: got {count} groups, stride {stride}, length {length}.");

    [DoesNotReturn]
    public static void Below(string name, long least, long actual) =>
        throw new ArgumentException($"'{name}' must be at least {least}: got {actual}.", name);

    [DoesNotReturn]
    public static void BadImages(int pixels, int channels, int count) =>
        throw new ArgumentException(
            $"Pixels and channels must be at least 1, and a group has 1 to 16 examples: got {pixels} pixels, {channels} channels, {count} examples.");

    [DoesNotReturn]
    public static void BadRows(string name, int rows, int channels, int stride) =>
        throw new ArgumentException(
            $"Rows must not be negative, channels at least 1, and the distance from row to row at least the channels: got {rows} rows, {channels} channels, stride {stride}.",
            name);

    [DoesNotReturn]
    public static void BadMoments(int groups, int examples, int pixels, int channels, int stride) =>
        throw new ArgumentException(
            $"Examples, pixels and channels must be at least 1, the groups one for each 16 examples, and the distance between them at least twice the channels: got {groups} groups, {examples} examples, {pixels} pixels, {channels} channels, stride {stride}.");
}
