using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace CompiledNet.Storage;

/// <summary>
/// A safetensors header from its JSON: what the reference implementation (github.com/huggingface/safetensors) reads, and stricter where that
/// is silent: no unknown fields, no duplicate names.
/// </summary>
/// <param name="file">What error messages call the file.</param>
internal sealed class HeaderParser(string file)
{
    // An object of objects, of which each has lists of numbers.
    private const int Depth = 3;

    private readonly List<KeyValuePair<string, string>> _metadata = [];
    private readonly List<SafeTensorInfo> _tensors = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private bool _hasMetadata;

    public SafeTensorsHeader Parse(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty || json[0] != (byte)'{')
        {
            throw Error(json.IsEmpty ? "the header is empty; expected JSON that starts with '{'" : FormattableString.Invariant($"the header starts with the byte {json[0]:x2}, expected 7b, a '{{'"));
        }

        if (!Utf8.IsValid(json))
        {
            throw Error("the header is not valid UTF-8");
        }

        try
        {
            Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = Depth });
            reader.Read();
            ReadEntries(ref reader);
            while (reader.Read())
            {
                // Anything but white space behind the header's end is an error of the reader's.
            }
        }
        catch (JsonException exception)
        {
            throw Error(FormattableString.Invariant(
                $"the header is not valid JSON at byte {exception.BytePositionInLine} of its line {exception.LineNumber + 1}, or nested more than {Depth} deep"));
        }

        return Check();
    }

    private void ReadEntries(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = GetString(ref reader, "a name in the header");
            reader.Read();
            if (name == SafeTensorsHeader.MetadataKey)
            {
                ReadMetadata(ref reader);
                continue;
            }

            if (!_names.Add(name))
            {
                throw Error($"there are two tensors {Quoted.Text(name)}; expected names to differ");
            }

            _tensors.Add(ReadTensor(ref reader, name));
        }
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        if (_hasMetadata)
        {
            throw Error($"there is more than one {SafeTensorsHeader.MetadataKey}");
        }

        _hasMetadata = true;
        Expect(reader.TokenType == JsonTokenType.StartObject, SafeTensorsHeader.MetadataKey, "an object of strings");
        HashSet<string> keys = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = GetString(ref reader, "a key of the metadata");
            if (!keys.Add(key))
            {
                throw Error($"the metadata has {Quoted.Text(key)} twice; expected keys to differ");
            }

            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
            {
                throw Error($"the metadata's {Quoted.Text(key)} is not a string");
            }

            _metadata.Add(new(key, GetString(ref reader, $"the metadata's {Quoted.Text(key)}")));
        }
    }

    private SafeTensorInfo ReadTensor(ref Utf8JsonReader reader, string name)
    {
        string what = $"tensor {Quoted.Text(name)}";
        Expect(reader.TokenType == JsonTokenType.StartObject, what, "an object with dtype, shape and data_offsets");
        SafeTensorType? type = null;
        List<long>? shape = null;
        List<long>? offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string field = GetString(ref reader, $"a field of {what}");
            reader.Read();
            if (field switch { "dtype" => type is not null, "shape" => shape is not null, "data_offsets" => offsets is not null, _ => false })
            {
                throw Error($"{what} has {field} twice");
            }

            switch (field)
            {
                case "dtype":
                    type = ReadType(ref reader, what);
                    break;
                case "shape":
                    shape = ReadNumbers(ref reader, $"the shape of {what}", int.MaxValue);
                    break;
                case "data_offsets":
                    offsets = ReadNumbers(ref reader, $"the data_offsets of {what}", 2);
                    Expect(offsets.Count == 2, $"the data_offsets of {what}", "two numbers, where its data begins and where it ends");
                    break;
                default:
                    throw Error($"{what} has the unknown field {Quoted.Text(field)}; expected dtype, shape and data_offsets");
            }
        }

        if (type is null || shape is null || offsets is null)
        {
            throw Error($"{what} has no {(type is null ? "dtype" : shape is null ? "shape" : "data_offsets")}");
        }

        SafeTensorInfo tensor = new(name, type.Value, shape, offsets[0], offsets[1]);
        CheckLength(tensor, what);
        return tensor;
    }

    private SafeTensorType ReadType(ref Utf8JsonReader reader, string what)
    {
        Expect(reader.TokenType == JsonTokenType.String, $"the dtype of {what}", "a string such as \"F32\"");
        string name = GetString(ref reader, $"the dtype of {what}");
        return SafeTensorTypes.TryParse(name, out SafeTensorType type) ? type : throw Error($"the dtype of {what} is {Quoted.Text(name)}, which is not known");
    }

    private List<long> ReadNumbers(ref Utf8JsonReader reader, string what, int most)
    {
        const string Expected = "a list of whole numbers, each at least 0";
        Expect(reader.TokenType == JsonTokenType.StartArray, what, Expected);
        List<long> numbers = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            // As unsigned, because the reference refuses -0.
            bool whole = reader.TokenType == JsonTokenType.Number && reader.TryGetUInt64(out ulong number) && number <= long.MaxValue;
            Expect(whole && numbers.Count < most, what, whole ? FormattableString.Invariant($"at most {most} numbers") : Expected);
            numbers.Add(reader.GetInt64());
        }

        return numbers;
    }

    /// <summary>Checks that the data is as long as type and shape say.</summary>
    private void CheckLength(SafeTensorInfo tensor, string what)
    {
        long length = SafeTensorTypes.SizeOf(tensor.Type);
        try
        {
            // Extents first, then the size of an element, as the reference multiplies: what overflows there does so here.
            long elements = 1;
            foreach (long extent in tensor.Shape)
            {
                elements = checked(elements * extent);
            }

            length = checked(elements * length);
        }
        catch (OverflowException)
        {
            throw Error($"the shape {SafeTensorInfo.Text(tensor.Shape)} of {what} is larger than any file");
        }

        if (tensor.End < tensor.Start)
        {
            throw Error(FormattableString.Invariant($"the data of {what} ends at {tensor.End}, before it begins at {tensor.Start}"));
        }

        if (tensor.ByteLength != length)
        {
            throw Error(FormattableString.Invariant(
                $"the data of {what} is {tensor.ByteLength} bytes long by its data_offsets, expected {length} for {SafeTensorTypes.NameOf(tensor.Type)} {SafeTensorInfo.Text(tensor.Shape)}"));
        }
    }

    private SafeTensorsHeader Check()
    {
        // Empty tensors come before the one that starts where they are.
        _tensors.Sort((a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : a.End != b.End ? a.End.CompareTo(b.End) : string.CompareOrdinal(a.Name, b.Name));
        long end = 0;
        foreach (SafeTensorInfo tensor in CollectionsMarshal.AsSpan(_tensors))
        {
            if (tensor.Start != end)
            {
                throw Error(FormattableString.Invariant(
                    $"the data of tensor {Quoted.Text(tensor.Name)} begins at {tensor.Start}, expected {end}: tensors follow each other without {(tensor.Start < end ? "overlapping" : "gaps")}"));
            }

            end = tensor.End;
        }

        return new SafeTensorsHeader(_metadata, _tensors, end);
    }

    private string GetString(ref Utf8JsonReader reader, string what)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Error($"{what} holds half a surrogate pair, which is not a character");
        }
    }

    private void Expect(bool condition, string what, string expected)
    {
        if (!condition)
        {
            throw Error($"{what}: expected {expected}");
        }
    }

    private InvalidDataException Error(string message) => new($"{file}: {message}.");
}
