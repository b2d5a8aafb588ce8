using System;
using System.Collections.Generic;
using System.Linq;

namespace CompiledNet.Generator.Files;

/// <summary>One tensor as a file's header describes it.</summary>
/// <param name="Type">The type of its elements, as the file calls it: <c>F32</c>.</param>
/// <param name="Shape">Its extents, outermost first; none for a single number.</param>
/// <param name="Start">Where its data starts, in bytes behind the header.</param>
/// <param name="End">Where its data ends.</param>
internal sealed record SafeTensorInfo(string Name, string Type, IReadOnlyList<long> Shape, long Start, long End)
{
    public override string ToString() => $"{Type} {Quoted.List(Shape)}";
}

/// <summary>A checked header: the tensors follow each other without gaps, in the order of their data.</summary>
/// <param name="DataStart">Where the data begins in the file.</param>
internal sealed record SafeTensorsHeader(IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<SafeTensorInfo> Tensors, int DataStart)
{
    public const string MetadataKey = "__metadata__";

    private const int LengthBytes = 8;

    // The longest header the reference implementation reads.
    private const int MaxLength = 100_000_000;

    public string? Find(string key) => Metadata.TryGetValue(key, out string? value) ? value : null;

    /// <summary>Reads and checks the header of a file, and its length.</summary>
    /// <exception cref="BadFileException">It is not a safetensors file, or is damaged.</exception>
    public static SafeTensorsHeader Read(byte[] file)
    {
        if (file.Length < LengthBytes)
        {
            throw Error($"the file has {file.Length} bytes, expected at least {LengthBytes} for the length of the header");
        }

        ulong length = 0;
        for (int n = LengthBytes - 1; n >= 0; n--)
        {
            length = (length << 8) | file[n];
        }

        if (length > MaxLength)
        {
            throw Error($"the length of the header is {length}, expected at most {MaxLength}: this is not a safetensors file, or damaged");
        }

        if (length > (ulong)(file.Length - LengthBytes))
        {
            throw Error($"the file is cut short: it ends before its header of {length} bytes does");
        }

        int dataStart = LengthBytes + (int)length;
        HeaderParser parser = new(file, LengthBytes, dataStart);
        parser.Parse();
        long end = 0;

        // Empty tensors come before the one that starts where they are.
        SafeTensorInfo[] tensors = [.. parser.Tensors.OrderBy(tensor => tensor.Start).ThenBy(tensor => tensor.End).ThenBy(tensor => tensor.Name, StringComparer.Ordinal)];
        foreach (SafeTensorInfo tensor in tensors)
        {
            if (tensor.Start != end)
            {
                throw Error($"the data of tensor {Quoted.Text(tensor.Name)} begins at {tensor.Start}, expected {end}: tensors follow each other without {(tensor.Start < end ? "overlapping" : "gaps")}");
            }

            end = tensor.End;
        }

        long data = file.Length - dataStart;
        if (data != end)
        {
            throw data < end
                ? Error($"the file is cut short: it has {data} bytes of data, expected {end}")
                : Error($"there are {data - end} bytes behind the last tensor");
        }

        return new SafeTensorsHeader(parser.Metadata, tensors, dataStart);
    }

    private static BadFileException Error(FormattableString message) => new(FormattableString.Invariant(message));
}
