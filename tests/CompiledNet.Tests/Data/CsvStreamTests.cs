using System.Globalization;
using static CompiledNet.Tests.Data.CsvTexts;

namespace CompiledNet.Tests.Data;

public sealed class CsvStreamTests : IDisposable
{
    private static readonly CsvOptions Y = new() { Target = "y" };

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_stream_gives_what_loading_gives()
    {
        string path = _folder.PathOf("t.csv");
        File.WriteAllText(path, "c,x,y\n" + string.Concat(Enumerable.Range(0, 50).Select(i => $"{"abc"[i % 3]},{(i % 7 == 3 ? string.Empty : i.ToString(CultureInfo.InvariantCulture))},k{i % 2}\n")));
        foreach (CsvMissingValues policy in (CsvMissingValues[])[CsvMissingValues.DropRow, CsvMissingValues.FillWithMean])
        {
            CsvData loaded = CsvData.Load(path, Y with { MissingValues = policy });
            CsvStream learnt = new(path, Y with { MissingValues = policy });
            foreach (CsvStream stream in (CsvStream[])[learnt, new(path, learnt.Schema)])
            {
                Assert.Equal(loaded.InputNames, stream.InputNames);
                Assert.Equal(loaded.TargetNames, stream.TargetNames);
                Assert.Equal(loaded.ClassNames, stream.ClassNames);
                Assert.Equal(loaded.Dataset.Count, stream.Count);
                foreach (int start in (int[])[0, 9])
                {
                    using ChunkReader chunks = new(stream, 8, start);
                    int next = start;
                    while (chunks.Next() is { } chunk)
                    {
                        Assert.Equal(loaded.Dataset.Slice(next, chunk.Count).Inputs.ToArray(), chunk.Inputs.ToArray());
                        Assert.Equal(loaded.Dataset.Slice(next, chunk.Count).Targets.ToArray(), chunk.Targets.ToArray());
                        next += chunk.Count;
                    }

                    Assert.Equal(stream.Count, next);
                }
            }
        }
    }

    [Fact]
    public void A_file_that_changes_under_a_stream_is_an_error()
    {
        string path = _folder.PathOf("t.csv");
        File.WriteAllText(path, "x,y\n1,a\n2,b\n3,a\n");
        CsvStream stream = new(path, Y);
        File.WriteAllText(path, "x,y\n1,a\n2,b\n");
        using ChunkReader chunks = new(stream, 8);
        Assert.Contains("ended after 2 examples; expected 3", Assert.Throws<InvalidDataException>(() => chunks.Next()).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => CsvData.Load(_folder.PathOf("none.csv"), Y));
    }
}
