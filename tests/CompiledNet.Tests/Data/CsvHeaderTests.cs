using System.Text;
using static CompiledNet.Tests.Data.CsvTexts;

namespace CompiledNet.Tests.Data;

/// <summary>The names of columns without the rest, and inputs without the targets.</summary>
public sealed class CsvHeaderTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_columns_of_a_file_are_named()
    {
        _folder.Write("t.csv", "a;\"b;c\";;d\n1;2;3;4\n1;2\n"u8.ToArray());
        Assert.Equal(["a", "b;c", "3", "d"], CsvData.ReadHeader(_folder.PathOf("t.csv")));
        Assert.Equal(["1", "2", "3", "4"], CsvData.ReadHeader(_folder.PathOf("t.csv"), new CsvOptions { HasHeader = false }));
        Assert.Equal(["x", "y"], CsvData.ReadHeader(new StringReader("x,y\n")));
        Assert.Equal(["x,y"], CsvData.ReadHeader(new StringReader("x,y\n"), new CsvOptions { Delimiter = ';' }));
        Assert.Equal(["x,y", "z"], CsvData.ReadHeader(new StringReader("x,y;z\n1;2"), new CsvOptions { DecimalComma = true }));
        _folder.Write("l.csv", Encoding.Latin1.GetBytes("gr\u00F6\u00DFe,y\n"));
        Assert.Equal(["gr\u00F6\u00DFe", "y"], CsvData.ReadHeader(_folder.PathOf("l.csv"), new CsvOptions { Encoding = Encoding.Latin1 }));

        // The file is closed again.
        _folder.Delete("t.csv");
    }

    [Fact]
    public void A_header_that_cannot_be_read_is_an_error()
    {
        Assert.Contains("u.csv: the file is empty", WrongHeader(" \n"), StringComparison.Ordinal);
        Assert.Contains("u.csv, line 1: columns 1 and 2 have the same name, 'x'", WrongHeader("x,x\n"), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => CsvData.ReadHeader(new StringReader("x"), new CsvOptions { Delimiter = ',', DecimalComma = true }));
        Assert.Throws<FileNotFoundException>(() => CsvData.ReadHeader(_folder.PathOf("none.csv")));
        Assert.Throws<ArgumentNullException>(() => CsvData.ReadHeader((TextReader)null!));

        static string WrongHeader(string text) => Assert.Throws<InvalidDataException>(() => CsvData.ReadHeader(new StringReader(text), null, "u.csv")).Message;
    }

    [Fact]
    public void Inputs_alone_are_loaded_from_a_text()
    {
        CsvSchema schema = Load("x,c,y\n1,a,1\n2,b,2\n", new CsvOptions { Target = "y" }).Schema;
        using StringReader reader = new("c,x\na,5\nb,6\n");
        Assert.Equal([5, 1, 0, 6, 0, 1], CsvData.LoadInputs(reader, schema));
        Assert.Equal(-1, reader.Read()); // and open
        Assert.Empty(CsvData.LoadInputs(new StringReader("c,x\n"), schema));
        Assert.StartsWith(
            "u.csv, line 2, column 'x': the value is 'q'",
            Assert.Throws<InvalidDataException>(() => CsvData.LoadInputs(new StringReader("c,x\na,q\n"), schema, "u.csv")).Message,
            StringComparison.Ordinal);
        Assert.Equal(
            "u.csv: there is no column 'x', which the schema has; the columns are 'c'.",
            Assert.Throws<InvalidDataException>(() => CsvData.LoadInputs(new StringReader("c\na\n"), schema, "u.csv")).Message);
    }

    [Fact]
    public void A_file_may_have_very_many_columns()
    {
        const int Columns = 20_000;
        string header = string.Join(',', Enumerable.Range(0, Columns).Select(c => $"c{c}"));
        string row = string.Join(',', Enumerable.Range(0, Columns).Select(c => c % 10));
        CsvData data = Load($"{header},y\n{row},1\n{row},2\n", new CsvOptions { Target = "y", Ignore = ["c0"] });
        Assert.Equal((2, Columns - 1), (data.Dataset.Count, data.Dataset.InputSize));
        Assert.Equal(9, data.Dataset.Input(1)[^1]);
    }
}
