using System.Buffers.Binary;
using CompiledNet.Storage;

namespace CompiledNet.Tests.Storage;

/// <summary>What the reader takes and what it refuses, each with its reason.</summary>
public class SafeTensorsReaderTests
{
    private const string One = """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""";

    public static TheoryData<string, int, string> Refused => new()
    {
        { "", 0, "the header is empty" },
        { " {}", 0, "starts with the byte 20" },
        { "[]", 0, "starts with the byte 5b" },
        { "{", 0, "not valid JSON" },
        { "{}x", 0, "not valid JSON" },
        { "{}{}", 0, "not valid JSON" },
        { "{}\0", 0, "not valid JSON" },
        { """{"a":1,}""", 0, "tensor 'a': expected an object" },
        { """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},}""", 2, "not valid JSON" },
        { """{/**/}""", 0, "not valid JSON" },
        { """{"a":null}""", 0, "tensor 'a': expected an object" },
        { """{"a":[]}""", 0, "tensor 'a': expected an object" },
        { """{"a":{}}""", 0, "tensor 'a' has no dtype" },
        { """{"a":{"dtype":"U8","data_offsets":[0,2]}}""", 2, "tensor 'a' has no shape" },
        { """{"a":{"dtype":"U8","shape":[2]}}""", 2, "tensor 'a' has no data_offsets" },
        { """{"a":{"dtype":"U8","dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", 2, "has dtype twice" },
        { """{"a":{"dtype":"U8","shape":[2],"sh\u0061pe":[2],"data_offsets":[0,2]}}""", 2, "has shape twice" },
        { """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2],"data_offsets":[0,2]}}""", 2, "has data_offsets twice" },
        { """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2],"more":1}}""", 2, "unknown field 'more'" },
        { """{"a":{"dtype":"U8","shape":[2],"offsets":[0,2]}}""", 2, "unknown field 'offsets'" },
        { """{"a":{"dtype":"u8","shape":[2],"data_offsets":[0,2]}}""", 2, "dtype of tensor 'a' is 'u8'" },
        { """{"a":{"dtype":8,"shape":[2],"data_offsets":[0,2]}}""", 2, "the dtype of tensor 'a': expected a string" },
        { """{"a":{"dtype":"U8","shape":2,"data_offsets":[0,2]}}""", 2, "the shape of tensor 'a': expected a list" },
        { """{"a":{"dtype":"U8","shape":[-2],"data_offsets":[0,2]}}""", 2, "the shape of tensor 'a': expected a list" },
        { """{"a":{"dtype":"U8","shape":[2.0],"data_offsets":[0,2]}}""", 2, "the shape of tensor 'a': expected a list" },
        { """{"a":{"dtype":"U8","shape":[2e0],"data_offsets":[0,2]}}""", 2, "the shape of tensor 'a': expected a list" },
        { """{"a":{"dtype":"U8","shape":["2"],"data_offsets":[0,2]}}""", 2, "the shape of tensor 'a': expected a list" },
        { """{"a":{"dtype":"U8","shape":[[2]],"data_offsets":[0,2]}}""", 2, "nested more than 3 deep" },
        { """{"a":{"dtype":"U8","shape":[18446744073709551616],"data_offsets":[0,2]}}""", 2, "the shape of tensor 'a': expected a list" },
        { """{"a":{"dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0, "larger than any file" },
        { """{"a":{"dtype":"U8","shape":[9223372036854775807,2,0],"data_offsets":[0,0]}}""", 0, "larger than any file" },
        { """{"a":{"dtype":"F64","shape":[1152921504606846976],"data_offsets":[0,0]}}""", 0, "larger than any file" },
        { """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0]}}""", 2, "the data_offsets of tensor 'a': expected two numbers" },
        { """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2,4]}}""", 2, "the data_offsets of tensor 'a': expected at most 2" },
        { """{"a":{"dtype":"U8","shape":[2],"data_offsets":[2,0]}}""", 2, "ends at 0, before it begins at 2" },
        { """{"a":{"dtype":"U8","shape":[2],"data_offsets":[-0,2]}}""", 2, "the data_offsets of tensor 'a': expected a list" },
        { """{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,2]}}""", 2, "is 2 bytes long by its data_offsets, expected 3 for U8 [3]" },
        { """{"a":{"dtype":"F32","shape":[],"data_offsets":[0,2]}}""", 2, "expected 4 for F32 []" },
        { """{"a":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}""", 3, "begins at 1, expected 0: tensors follow each other without gaps" },
        { """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}""", 3, "'b' begins at 1, expected 2: tensors follow each other without overlapping" },
        { """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", 2, "without overlapping" },
        { """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[3,5]}}""", 5, "without gaps" },
        { """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"\u0061":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2, "two tensors 'a'" },
        { """{"\ud800":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", 2, "a name in the header holds half a surrogate pair" },
        { """{"__metadata__":1}""", 0, "__metadata__: expected an object of strings" },
        { """{"__metadata__":null}""", 0, "__metadata__: expected an object of strings" },
        { """{"__metadata__":{"a":1}}""", 0, "the metadata's 'a' is not a string" },
        { """{"__metadata__":{"a":{}}}""", 0, "the metadata's 'a' is not a string" },
        { """{"__metadata__":{"a":"\udc00"}}""", 0, "the metadata's 'a' holds half a surrogate pair" },
        { """{"__metadata__":{"a":"","a":""}}""", 0, "the metadata has 'a' twice" },
        { """{"__metadata__":{},"__metadata__":{}}""", 0, "more than one __metadata__" },
        { One, 1, "cut short: it has 1 bytes of data, expected 2" },
        { One, 3, "1 bytes behind the last tensor" },
        { "{}", 1, "1 bytes behind the last tensor" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_bad_header_is_refused(string header, int dataLength, string reason) =>
        Assert.Contains(reason, TestFile.ErrorOf(TestFile.Of(header, new byte[dataLength])), StringComparison.Ordinal);

    [Theory]
    [InlineData("{}", 0, 0)]
    [InlineData("{}      \n\t\r", 0, 0)]
    [InlineData("{\"__metadata__\":{}}", 0, 0)]
    [InlineData(One, 2, 1)]
    [InlineData("""{ "" : { "shape" : [ ] , "data_offsets" : [ 0 , 4 ] , "dtype" : "F32" } }""", 4, 1)]
    [InlineData("""{"b":{"dtype":"I64","shape":[1],"data_offsets":[8,16]},"a":{"dtype":"F64","shape":[1,1,1],"data_offsets":[0,8]}}""", 16, 2)]
    [InlineData("""{"b":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"e":{"dtype":"F32","shape":[3,0],"data_offsets":[0,0]},"f":{"dtype":"U64","shape":[0],"data_offsets":[2,2]}}""", 2, 3)]
    [InlineData("""{"bf":{"dtype":"BF16","shape":[3],"data_offsets":[1,7]},"f8":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]}}""", 7, 2)]
    public void What_the_reference_writes_and_reads_is_read(string header, int dataLength, int tensors)
    {
        byte[] file = TestFile.Of(header, new byte[dataLength]);
        Assert.Equal(tensors, TestFile.Open(file).Header.Tensors.Count);
        Assert.Equal(dataLength, TestFile.Open(file).Header.DataLength);
        Assert.Equal(tensors, TestFile.Open(file, seekable: false).Header.Tensors.Count);
    }

    [Fact]
    public void A_length_that_is_not_there_is_refused()
    {
        for (int length = 0; length < 8; length++)
        {
            Assert.Contains("expected at least 8", TestFile.ErrorOf(new byte[length]), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(3, "ends before its header of 3 bytes")]
    [InlineData(100_000_000, "ends before its header of 100000000 bytes")]
    [InlineData(100_000_001, "expected at most 100000000")]
    [InlineData(ulong.MaxValue, "the length of the header is 18446744073709551615")]
    public void A_length_that_is_not_true_is_refused_without_its_memory(ulong length, string reason)
    {
        byte[] file = new byte[10];
        BinaryPrimitives.WriteUInt64LittleEndian(file, length);
        file[8] = (byte)'{';
        file[9] = (byte)'}';
        Assert.Contains(reason, TestFile.ErrorOf(file), StringComparison.Ordinal);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => TestFile.Open(file, seekable: false)).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void A_header_that_is_not_UTF8_is_refused() =>
        Assert.Contains("not valid UTF-8", TestFile.ErrorOf(TestFile.Of([(byte)'{', (byte)'"', 0xC3, 0x28, (byte)'"', (byte)'}'], [])), StringComparison.Ordinal);

    [Fact]
    public void A_header_of_a_million_brackets_is_refused() =>
        Assert.Contains("nested more than 3 deep", TestFile.ErrorOf(TestFile.Of("{\"a\":{\"shape\":" + new string('[', 1_000_000))), StringComparison.Ordinal);

    [Fact]
    public void Names_with_escapes_are_the_names_they_stand_for()
    {
        const string Header = """{"\u00e9\n\"\\\ud83d\ude00":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"__metadata__":{"\u0061":"\t"}}""";
        SafeTensorsHeader header = TestFile.Open(TestFile.Of(Header)).Header;
        Assert.Equal("é\n\"\\😀", Assert.Single(header.Tensors).Name);
        Assert.Equal("\t", header.Find("a"));
    }

    [Fact]
    public void Hostile_names_cannot_spoil_a_message()
    {
        string name = "\\u001b[31m" + new string('x', 100_000);
        string error = TestFile.ErrorOf(TestFile.Of($$"""{"{{name}}":1}"""));
        Assert.InRange(error.Length, 1, 300);
        Assert.Contains("'\\u001b[31mxxx", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_that_ends_within_the_data_is_refused_when_it_does()
    {
        SafeTensorsReader reader = TestFile.Open(TestFile.Of(One, 1), seekable: false);
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => reader.Read(new byte[2].AsSpan()));
        Assert.Contains("its data ends before the 2 bytes", exception.Message, StringComparison.Ordinal);
        reader = TestFile.Open(TestFile.Of(One, 1, 2, 3), seekable: false);
        reader.Read(new byte[2].AsSpan());
        Assert.Contains("behind the last tensor", Assert.Throws<InvalidDataException>(reader.ExpectEnd).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_is_what_the_reference_writes()
    {
        // The first case of the reference's own tests (safetensors/src/tensor.rs, test_serialization_forced_alignement), with our metadata.
        float[] values = [0, 1, 2, 3, 4, 5];
        TensorContent[] tensors = [new("attn0", SafeTensorType.F32, [1, 1, 2, 3], sink => sink.Write(values.AsSpan()))];
        using MemoryStream stream = new();
        stream.Write(SafeTensorsWriter.Header([new("framework", "pt")], tensors));
        SafeTensorsWriter.WriteData(stream, tensors);
        byte[] file = stream.ToArray();
        Assert.Equal("""{"__metadata__":{"framework":"pt"},"attn0":{"dtype":"F32","shape":[1,1,2,3],"data_offsets":[0,24]}}""", TestFile.Header(file).TrimEnd());
        Assert.Equal(0, TestFile.Header(file).Length % 8);
        Assert.Equal([0, 0, 128, 63, 0, 0, 0, 64], file[^20..^12]);
    }

    [Fact]
    public void Every_type_that_is_written_is_read_again_in_the_references_order()
    {
        List<TensorContent> tensors = SafeTensorsWriter.InFileOrder(
        [
            TensorContent.Of<byte>("bytes", new byte[] { 1, 2, 3 }),
            TensorContent.Of<float>("b", new float[] { 1.5f }),
            TensorContent.Of<float>("a", Array.Empty<float>()),
            TensorContent.Of<int>("ints", new[] { -1, int.MinValue }),
            TensorContent.Of<double>("doubles", new[] { Math.PI }),
            TensorContent.Of<ulong>("ulongs", new[] { ulong.MaxValue }),
            TensorContent.Of<long>("longs", new[] { long.MinValue }),
        ]);
        using MemoryStream stream = new();
        stream.Write(SafeTensorsWriter.Header([], tensors));
        SafeTensorsWriter.WriteData(stream, tensors);
        SafeTensorsReader reader = TestFile.Open(stream.ToArray(), seekable: false);
        Assert.Equal(["ulongs", "longs", "doubles", "a", "b", "ints", "bytes"], reader.Header.Tensors.Select(tensor => tensor.Name));
        Assert.Equal([ulong.MaxValue], ReadNext<ulong>(reader, 1));
        Assert.Equal([long.MinValue], ReadNext<long>(reader, 1));
        Assert.Equal([Math.PI], ReadNext<double>(reader, 1));
        Assert.Equal([1.5f], ReadNext<float>(reader, 1));
        Assert.Equal([-1, int.MinValue], ReadNext<int>(reader, 2));
        Assert.Equal([1, 2, 3], ReadNext<byte>(reader, 3));
        reader.ExpectEnd();
    }

    [Fact]
    public void A_tensor_that_writes_too_little_is_found()
    {
        TensorContent[] tensors = [new("a", SafeTensorType.U8, [3], sink => sink.Write("ab"u8))];
        Assert.Contains("wrote 2 bytes; expected 3", Assert.Throws<InvalidOperationException>(() => SafeTensorsWriter.WriteData(Stream.Null, tensors)).Message, StringComparison.Ordinal);
    }

    private static T[] ReadNext<T>(SafeTensorsReader reader, int count)
        where T : unmanaged
    {
        T[] values = new T[count];
        reader.Read(values.AsSpan());
        return values;
    }
}
