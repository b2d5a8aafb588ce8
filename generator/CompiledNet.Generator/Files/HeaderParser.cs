using System;
using System.Collections.Generic;
using System.Text;

namespace CompiledNet.Generator.Files;

/// <summary>
/// A safetensors header from its JSON, by the rules of the runtime library's parser: what the reference implementation
/// (github.com/huggingface/safetensors) reads, and stricter where that is silent: no unknown fields, no duplicate names.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="start">Where the header begins in it.</param>
/// <param name="end">Where it ends.</param>
internal sealed class HeaderParser(byte[] file, int start, int end)
{
    private const string ExpectedNumbers = "a list of whole numbers, each at least 0";

    private static readonly Dictionary<string, int> Sizes = new(StringComparer.Ordinal)
    {
        ["BOOL"] = 1, ["U8"] = 1, ["I8"] = 1, ["F8_E5M2"] = 1, ["F8_E4M3"] = 1, ["I16"] = 2, ["U16"] = 2, ["F16"] = 2, ["BF16"] = 2,
        ["I32"] = 4, ["U32"] = 4, ["F32"] = 4, ["F64"] = 8, ["I64"] = 8, ["U64"] = 8,
    };

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly JsonReader _json = new(file, start, end);
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly List<SafeTensorInfo> _tensors = [];
    private bool _hasMetadata;

    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    public IReadOnlyList<SafeTensorInfo> Tensors => _tensors;

    public void Parse()
    {
        if (end == start || file[start] != (byte)'{')
        {
            throw Error(end == start
                ? "the header is empty; expected JSON that starts with '{'"
                : FormattableString.Invariant($"the header starts with the byte {file[start]:x2}, expected 7b, a '{{'"));
        }

        try
        {
            Strict.GetCharCount(file, start, end - start);
        }
        catch (DecoderFallbackException)
        {
            throw Error("the header is not valid UTF-8");
        }

        HashSet<string> names = new(StringComparer.Ordinal);
        _json.TryOpen('{');
        bool isFirst = true;
        while (_json.NextEntry('}', ref isFirst))
        {
            string name = _json.ReadName("a name in the header");
            if (name == SafeTensorsHeader.MetadataKey)
            {
                ReadMetadata();
                continue;
            }

            if (!names.Add(name))
            {
                throw Error($"there are two tensors {Quoted.Text(name)}; expected names to differ");
            }

            _tensors.Add(ReadTensor(name));
        }

        _json.ExpectEnd();
    }

    private void ReadMetadata()
    {
        if (_hasMetadata)
        {
            throw Error($"there is more than one {SafeTensorsHeader.MetadataKey}");
        }

        _hasMetadata = true;
        Expect(_json.TryOpen('{'), SafeTensorsHeader.MetadataKey, "an object of strings");
        bool isFirst = true;
        while (_json.NextEntry('}', ref isFirst))
        {
            string key = _json.ReadName("a key of the metadata");
            if (_metadata.ContainsKey(key))
            {
                throw Error($"the metadata has {Quoted.Text(key)} twice; expected keys to differ");
            }

            string what = $"the metadata's {Quoted.Text(key)}";
            Expect(_json.IsString(), what, "a string");
            _metadata.Add(key, _json.ReadString(what));
        }
    }

    private SafeTensorInfo ReadTensor(string name)
    {
        string what = $"tensor {Quoted.Text(name)}";
        Expect(_json.TryOpen('{'), what, "an object with dtype, shape and data_offsets");
        string? type = null;
        List<long>? shape = null;
        List<long>? offsets = null;
        bool isFirst = true;
        while (_json.NextEntry('}', ref isFirst))
        {
            string field = _json.ReadName($"a field of {what}");
            if (field switch { "dtype" => type is not null, "shape" => shape is not null, "data_offsets" => offsets is not null, _ => false })
            {
                throw Error($"{what} has {field} twice");
            }

            switch (field)
            {
                case "dtype":
                    type = ReadType(what);
                    break;
                case "shape":
                    shape = ReadNumbers($"the shape of {what}");
                    break;
                case "data_offsets":
                    offsets = ReadNumbers($"the data_offsets of {what}");
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

        SafeTensorInfo tensor = new(name, type, shape, offsets[0], offsets[1]);
        CheckLength(tensor, what);
        return tensor;
    }

    private string ReadType(string what)
    {
        Expect(_json.IsString(), $"the dtype of {what}", "a string such as \"F32\"");
        string type = _json.ReadString($"the dtype of {what}");
        return Sizes.ContainsKey(type) ? type : throw Error($"the dtype of {what} is {Quoted.Text(type)}, which is not known");
    }

    private List<long> ReadNumbers(string what)
    {
        Expect(_json.TryOpen('['), what, ExpectedNumbers);
        List<long> numbers = [];
        bool isFirst = true;
        while (_json.NextEntry(']', ref isFirst))
        {
            long? number = _json.ReadWholeNumber();
            Expect(number is not null, what, ExpectedNumbers);
            numbers.Add(number!.Value);
        }

        return numbers;
    }

    /// <summary>Checks that the data is as long as type and shape say.</summary>
    private static void CheckLength(SafeTensorInfo tensor, string what)
    {
        long length;
        try
        {
            // Extents first, then the size of an element, as the reference multiplies: what overflows there does so here.
            long elements = 1;
            foreach (long extent in tensor.Shape)
            {
                elements = checked(elements * extent);
            }

            length = checked(elements * Sizes[tensor.Type]);
        }
        catch (OverflowException)
        {
            throw Error($"the shape {Quoted.List(tensor.Shape)} of {what} is larger than any file");
        }

        if (tensor.End < tensor.Start)
        {
            throw Error(FormattableString.Invariant($"the data of {what} ends at {tensor.End}, before it begins at {tensor.Start}"));
        }

        if (tensor.End - tensor.Start != length)
        {
            throw Error(FormattableString.Invariant(
                $"the data of {what} is {tensor.End - tensor.Start} bytes long by its data_offsets, expected {length} for {tensor}"));
        }
    }

    private static void Expect(bool condition, string what, string expected)
    {
        if (!condition)
        {
            throw Error($"{what}: expected {expected}");
        }
    }

    private static BadFileException Error(string message) => new(message);
}
