using System.Buffers.Binary;
using System.Text;

namespace CompiledNet.Tests.Storage;

/// <summary>
/// Makes bad files of good ones, and sometimes good ones: the same for the same seed. Some mutations know the format (its length, tokens,
/// numbers and entries), so that they get past the first checks; others do not.
/// </summary>
/// <param name="seed">Where the random numbers start.</param>
/// <param name="files">Good files.</param>
internal sealed class FileMutator(int seed, IReadOnlyList<byte[]> files)
{
    private static readonly string[] Tokens =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "null", "true", "-1", "-0", "0", "1", "1e2", "1.0", "18446744073709551615", "9223372036854775807", "4294967296",
        "\"F32\"", "\"F64\"", "\"I32\"", "\"BF16\"", "\"f32\"", "\"dtype\"", "\"shape\"", "\"data_offsets\"", "\"__metadata__\"", "\"1.weight\"", "\"1.bias\"",
        "\"\\u0031.bias\"", "\"\\ud800\"", "\\u0000", "\"compilednet.topology\"", "\"compilednet.input_scaler\"", "\"format\"", "[2]", "[2,3]", "[3,2]", "[0,24]", "[0,8]",
        "[8,32]", "{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}", "\"e\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[8,8]},", "\"a\":\"b\",", " ", "\n", "\t", "\u00E9",
    ];

    private readonly Random _random = new(seed);

    public byte[] Next()
    {
        byte[] file = [.. Pick(files)];
        int count = 1 + _random.Next(_random.Next(2) == 0 ? 1 : 4);
        for (int n = 0; n < count; n++)
        {
            file = Mutate(file);
        }

        return file;
    }

    private byte[] Mutate(byte[] file) => _random.Next(18) switch
    {
        0 => FlipBit(file),
        1 => SetByte(file),
        2 => file[.._random.Next(file.Length + 1)],
        3 => [.. file, .. RandomBytes(_random.Next(1, 20))],
        4 => Splice(file),
        5 => SetLength(file),
        6 => Insert(file, RandomBytes(_random.Next(1, 9)), _random.Next(file.Length + 1)),
        7 => RandomBytes(_random.Next(200)),
        8 => ChangeData(file),
        9 or 10 => ChangeHeader(file, ChangeNumber),
        11 => ChangeHeader(file, header => header.Insert(_random.Next(header.Length + 1), Pick(Tokens))),
        12 => ChangeHeader(file, ReplaceToken),
        13 => ChangeHeader(file, DuplicatePart),
        14 => ChangeHeader(file, RemovePart),
        15 => ShiftTensor(file),
        16 => AddTensor(file),
        _ => ChangeHeader(file, SwapParts),
    };

    private byte[] FlipBit(byte[] file)
    {
        if (file.Length > 0)
        {
            file[_random.Next(file.Length)] ^= (byte)(1 << _random.Next(8));
        }

        return file;
    }

    private byte[] SetByte(byte[] file)
    {
        if (file.Length > 0)
        {
            file[_random.Next(file.Length)] = (byte)_random.Next(256);
        }

        return file;
    }

    private byte[] Splice(byte[] file)
    {
        byte[] other = Pick(files);
        return [.. file[.._random.Next(file.Length + 1)], .. other[_random.Next(other.Length + 1)..]];
    }

    private byte[] SetLength(byte[] file)
    {
        if (file.Length >= 8)
        {
            ulong length = BinaryPrimitives.ReadUInt64LittleEndian(file);
            ulong[] lengths = [0, 1, length - 1, length + 1, length - 8, length + 8, 100_000_000, 100_000_001, ulong.MaxValue, (ulong)file.Length, (ulong)_random.NextInt64()];
            BinaryPrimitives.WriteUInt64LittleEndian(file, Pick(lengths));
        }

        return file;
    }

    // Numbers that are as good as others, but for NaN and infinity; the file stays in order.
    private byte[] ChangeData(byte[] file)
    {
        int start = HeaderEnd(file);
        if (file.Length - start >= 4)
        {
            float[] numbers = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f, float.Epsilon, float.MaxValue, _random.NextSingle(), -_random.NextSingle(), 1, 2];
            BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(start + (4 * _random.Next((file.Length - start) / 4))), Pick(numbers));
        }

        return file;
    }

    /// <summary>Changes the header's text and sets its length right, so that the parser gets to see it.</summary>
    private byte[] ChangeHeader(byte[] file, Func<string, string> change)
    {
        int end = HeaderEnd(file);
        if (end <= 8)
        {
            return file;
        }

        // One character a byte, so that what is no text stays as it is.
        byte[] header = Encoding.Latin1.GetBytes(change(Encoding.Latin1.GetString(file.AsSpan(8, end - 8))));
        return TestFile.Of(header, file[end..]);
    }

    /// <summary>Moves one tensor to where it overlaps another or leaves a gap, and makes the data as long as that needs.</summary>
    private byte[] ShiftTensor(byte[] file)
    {
        const string Key = "\"data_offsets\":[";
        int length = 0;
        byte[] shifted = ChangeHeader(file, header =>
        {
            string[] parts = header.Split(Key);
            int which = _random.Next(parts.Length);
            for (int n = 1; n < parts.Length; n++)
            {
                int end = parts[n].IndexOf(']', StringComparison.Ordinal);
                string[] numbers = end < 0 ? [] : parts[n][..end].Split(',');
                if (numbers.Length == 2 && int.TryParse(numbers[0], out int from) && int.TryParse(numbers[1], out int to))
                {
                    long shift = n == which ? Math.Max(4 * _random.Next(-8, 9), -from) : 0;
                    parts[n] = FormattableString.Invariant($"{from + shift},{to + shift}") + parts[n][end..];
                    length = Math.Max(length, (int)Math.Min(to + shift, 1000));
                }
            }

            return string.Join(Key, parts);
        });
        int start = HeaderEnd(shifted);
        byte[] data = new byte[length];
        shifted.AsSpan(start, Math.Min(length, shifted.Length - start)).CopyTo(data);
        return [.. shifted.AsSpan(0, start), .. data];
    }

    /// <summary>One more tensor with its data behind the others, sometimes under a name that there is already.</summary>
    private byte[] AddTensor(byte[] file)
    {
        (string name, string shape, int length) = Pick<(string, string, int)>([("1.bias", "2", 8), ("1.weight", "2,3", 24), ("\\u0031.bias", "2", 8), ("more", "1", 4), ("none", "0", 0)]);
        int data = file.Length - HeaderEnd(file);
        byte[] added = ChangeHeader(file, header =>
        {
            int end = header.LastIndexOf('}');
            string tensor = FormattableString.Invariant($",\"{name}\":{{\"dtype\":\"F32\",\"shape\":[{shape}],\"data_offsets\":[{data},{data + length}]}}");
            return end < 0 ? header : header.Insert(end, tensor);
        });
        return [.. added, .. new byte[length]];
    }

    private string ChangeNumber(string header)
    {
        int[] digits = [.. Enumerable.Range(0, header.Length).Where(n => char.IsAsciiDigit(header[n]) && (n == 0 || !char.IsAsciiDigit(header[n - 1])))];
        if (digits.Length == 0)
        {
            return header;
        }

        int start = Pick(digits);
        int end = start;
        while (end < header.Length && char.IsAsciiDigit(header[end]))
        {
            end++;
        }

        string[] numbers = ["0", "1", "2", "3", "4", "6", "8", "16", "24", "32", "-1", "007", "1e1", "99999999999999999999999", "9223372036854775807", "4611686018427387904"];
        return header[..start] + Pick(numbers) + header[end..];
    }

    private string ReplaceToken(string header)
    {
        (int start, int end) = Part(header);
        return header[..start] + Pick(Tokens) + header[end..];
    }

    private string DuplicatePart(string header)
    {
        (int start, int end) = Part(header);
        return header.Insert(end, (_random.Next(2) == 0 ? "," : string.Empty) + header[start..end]);
    }

    private string RemovePart(string header)
    {
        (int start, int end) = Part(header);
        return header.Remove(start, end - start);
    }

    private string SwapParts(string header)
    {
        string[] parts = header.Split(',');
        int a = _random.Next(parts.Length);
        int b = _random.Next(parts.Length);
        (parts[a], parts[b]) = (parts[b], parts[a]);
        return string.Join(',', parts);
    }

    /// <summary>A stretch of the header, mostly one between characters that mean something.</summary>
    private (int Start, int End) Part(string header)
    {
        int[] places = _random.Next(4) == 0
            ? [.. Enumerable.Range(0, header.Length + 1)]
            : [0, .. Enumerable.Range(0, header.Length).Where(n => "{}[]:,\"".Contains(header[n], StringComparison.Ordinal)), header.Length];
        int first = _random.Next(places.Length);
        int last = Math.Min(places.Length - 1, first + _random.Next(_random.Next(2) == 0 ? 3 : 24));
        return (places[first], places[last]);
    }

    private static byte[] Insert(byte[] file, byte[] bytes, int place) => [.. file[..place], .. bytes, .. file[place..]];

    private byte[] RandomBytes(int count)
    {
        byte[] bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    private T Pick<T>(IReadOnlyList<T> list) => list[_random.Next(list.Count)];

    private static int HeaderEnd(byte[] file) =>
        file.Length < 8 ? file.Length : (int)Math.Min((ulong)file.Length, 8 + Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(file), int.MaxValue));
}
