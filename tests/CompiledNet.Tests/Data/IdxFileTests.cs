using System.IO.Compression;

namespace CompiledNet.Tests.Data;

public class IdxFileTests
{
    [Theory]
    [InlineData(new[] { 5 })]
    [InlineData(new[] { 2, 3 })]
    [InlineData(new[] { 3, 4, 5 })]
    [InlineData(new[] { 2, 1, 3, 2 })]
    [InlineData(new[] { 2, 1024, 1024 })]
    public void Plain_and_compressed_files_give_the_same(int[] dimensions)
    {
        byte[] file = TestIdx.File(dimensions);

        foreach (byte[] content in (byte[][])[file, TestIdx.Compress(file)])
        {
            IdxFile idx = Read(content);
            Assert.Equal(dimensions, idx.Dimensions);
            Assert.True(idx.Data.Span.SequenceEqual(file.AsSpan(4 + (4 * dimensions.Length))));
        }
    }

    [Fact]
    public void A_file_is_read_by_its_content_whatever_its_name()
    {
        using TestFolder folder = new();
        folder.Write("plain.gz", TestIdx.File([2, 2]));
        folder.Write("compressed.idx", TestIdx.Compress(TestIdx.File([2, 2])));

        Assert.Equal([2, 2], IdxFile.Read(folder.PathOf("plain.gz")).Dimensions);
        Assert.Equal([2, 2], IdxFile.Read(folder.PathOf("compressed.idx")).Dimensions);
    }

    [Fact]
    public void A_stream_is_read_from_where_it_is_and_stays_open()
    {
        using MemoryStream stream = new([1, 2, 3, .. TestIdx.File([4])]);
        stream.Position = 3;
        Assert.Equal(4, IdxFile.Read(stream).Data.Length);
        Assert.True(stream.CanRead);
    }

    [Fact]
    public void A_plain_file_cut_short_at_any_byte_is_refused()
    {
        byte[] file = TestIdx.File([2, 3, 4]);
        for (int length = 0; length < file.Length; length++)
        {
            string message = Refused(file[..length]);
            Assert.Contains(length < 16 ? "header is cut short" : $"expected 24 bytes of data for the dimensions 2x3x4, got {length - 16}", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_compressed_file_cut_short_at_any_byte_is_refused()
    {
        byte[] file = TestIdx.Compress(TestIdx.File([2, 30, 40]));
        for (int length = 0; length < file.Length; length++)
        {
            Refused(file[..length]);
        }
    }

    [Fact]
    public void A_compressed_file_with_any_bit_of_its_data_wrong_gives_no_wrong_data()
    {
        byte[] plain = TestIdx.File([2, 8, 8]);
        byte[] file = TestIdx.Compress(plain);
        int refused = 0;

        // The first ten bytes are gzip's header: time, operating system and the like, where a change means nothing.
        for (int bit = 10 * 8; bit < file.Length * 8; bit++)
        {
            byte[] damaged = [.. file];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                // Some bits are padding: then the data is what it was.
                Assert.True(Read(damaged).Data.Span.SequenceEqual(plain.AsSpan(16)));
            }
            catch (InvalidDataException exception)
            {
                Assert.StartsWith("a test: ", exception.Message, StringComparison.Ordinal);
                refused++;
            }
        }

        Assert.InRange(refused, (file.Length - 11) * 8, (file.Length - 10) * 8);
    }

    [Fact]
    public void A_compressed_file_whose_content_is_cut_short_says_how_much_is_missing()
    {
        byte[] file = TestIdx.File([2, 3, 4]);
        Assert.Contains("expected 24 bytes of data for the dimensions 2x3x4, got 23", Refused(TestIdx.Compress(file[..^1])), StringComparison.Ordinal);
        Assert.Contains("header is cut short", Refused(TestIdx.Compress(file[..15])), StringComparison.Ordinal);
        Assert.Contains("header is cut short", Refused(TestIdx.Compress(file[..3])), StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_behind_the_end_are_refused()
    {
        byte[] file = [.. TestIdx.File([2, 3]), 1, 2];
        Assert.Contains("expected 6 bytes of data for the dimensions 2x3, and there are more", Refused(file), StringComparison.Ordinal);
        Assert.Contains("expected 6 bytes of data for the dimensions 2x3, and there are more", Refused(TestIdx.Compress(file)), StringComparison.Ordinal);
    }

    [Fact]
    public void Something_else_behind_the_compressed_data_is_refused()
    {
        byte[] file = TestIdx.File([2, 3]);
        Assert.Contains("damaged or cut short", Refused([.. TestIdx.Compress(file), 1, 2, 3]), StringComparison.Ordinal);
        Assert.Contains("damaged or cut short", Refused([.. TestIdx.Compress([.. file, 9]), 1, 2, 3]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1, "starts with the bytes 01 00, expected 00 00")]
    [InlineData(1, 0x80, "starts with the bytes 00 80, expected 00 00")]
    [InlineData(2, 0x0D, "type is 0x0d, expected 0x08")]
    [InlineData(2, 0x00, "type is 0x00, expected 0x08")]
    [InlineData(3, 0, "number of dimensions is 0, expected 1 to 4")]
    [InlineData(3, 5, "number of dimensions is 5, expected 1 to 4")]
    [InlineData(3, 255, "number of dimensions is 255, expected 1 to 4")]
    [InlineData(7, 0, "dimension 0 is 0, expected 1 to 2147483647")]
    [InlineData(8, 0x80, "dimension 1 is 2147483651, expected 1 to 2147483647")]
    public void A_wrong_header_is_told_with_what_was_expected(int place, byte value, string expected)
    {
        byte[] file = TestIdx.File([2, 3]);
        file[place] = value;
        Assert.Contains(expected, Refused(file), StringComparison.Ordinal);
        Assert.Contains(expected, Refused(TestIdx.Compress(file)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { 0x7FFF_FFFF, 0x7FFF_FFFF, 0x7FFF_FFFF, 0x7FFF_FFFF }, "multiply to")]
    [InlineData(new[] { 0x10000, 0x10000, 0x10000, 0x10000 }, "multiply to 4294967296 bytes")]
    [InlineData(new[] { 0x7FFF_0000 }, "got 3")]
    [InlineData(new[] { 2, 0x3FFF_0000 }, "got 3")]
    public void A_header_that_claims_gigabytes_costs_no_memory(int[] dimensions, string expected)
    {
        byte[] file = [.. TestIdx.Header(dimensions), 1, 2, 3];
        byte[] compressed = TestIdx.Compress(file);
        Refused(file);
        Refused(compressed);

        long before = GC.GetAllocatedBytesForCurrentThread();
        string plainMessage = Refused(file);
        string compressedMessage = Refused(compressed);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
        Assert.Contains(expected, plainMessage, StringComparison.Ordinal);
        Assert.Contains(expected, compressedMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void The_memory_taken_grows_with_the_data_that_is_there_and_not_with_what_the_header_claims()
    {
        const int There = 3_000_000;
        byte[] compressed = TestIdx.Compress([.. TestIdx.Header(0x7FFF_0000), .. new byte[There]]);
        using MemoryStream stream = new(compressed);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => IdxFile.Read(stream));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, There, 10 * There);
    }

    [Fact]
    public void The_message_names_the_file()
    {
        using TestFolder folder = new();
        folder.Write("some-file", [0, 0, 8]);
        string path = folder.PathOf("some-file");
        Assert.StartsWith(path + ": ", Assert.Throws<InvalidDataException>(() => IdxFile.Read(path)).Message, StringComparison.Ordinal);

        folder.Write("some-file", TestIdx.Compress(TestIdx.File([9]))[..20]);
        Assert.StartsWith(path + ": ", Assert.Throws<InvalidDataException>(() => IdxFile.Read(path)).Message, StringComparison.Ordinal);
    }

    private static IdxFile Read(byte[] content)
    {
        using MemoryStream stream = new(content);
        return IdxFile.Read(stream, "a test");
    }

    private static string Refused(byte[] content)
    {
        string message = Assert.Throws<InvalidDataException>(() => Read(content)).Message;
        Assert.StartsWith("a test: ", message, StringComparison.Ordinal);
        return message;
    }
}
