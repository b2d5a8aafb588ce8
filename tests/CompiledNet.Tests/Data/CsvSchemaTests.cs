using System.Text;
using CompiledNet.Tests.Training;
using static CompiledNet.Tests.Data.CsvTexts;

namespace CompiledNet.Tests.Data;

public sealed class CsvSchemaTests : IDisposable
{
    private static readonly CsvOptions Kind = new() { Target = "kind" };
    private static readonly CsvOptions Y = new() { Target = "y" };

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Other_files_and_rows_are_coded_in_the_same_way()
    {
        CsvSchema schema = Load("color,size,kind\nred,1,p\nblue,2,q\n", Kind).Schema;
        CsvData other = CsvData.Load(new StringReader("extra;kind;size;color\n1;q;5;blue\n;q;6;red\n"), schema, "u.csv");
        Assert.Equal([1, 0, 5, 0, 1, 0, 1, 6, 0, 1], All(other));
        Assert.Equal([0, 1, 7], schema.Encode("red", " 7 "));

        AssertWrong("u.csv, line 3, column 'color': the value is 'green'; expected one of the 2 categories that were learnt: 'blue', 'red'", "color,size,kind\nred,1,p\ngreen,1,p\n");
        AssertWrong("u.csv, line 2, column 'kind': the value is 'r'; expected one of the 2 classes", "color,size,kind\nred,1,r\n");
        AssertWrong("u.csv, line 2, column 'size': the value is 'x'; expected a number", "color,size,kind\nred,x,p\n");
        AssertWrong("u.csv, line 2, column 'size': the value is '1e50'; expected a finite number", "color,size,kind\nred,1e50,p\n");
        AssertWrong("u.csv: there is no column 'size', which the schema has; the columns are 'color', 'kind'", "color,kind\nred,p\n");
        AssertWrong("u.csv: there is no row that can be used", "color,size,kind\n");

        Assert.Contains("There is 1 value; expected 2", Assert.Throws<ArgumentException>(() => schema.Encode("red")).Message, StringComparison.Ordinal);
        Assert.Contains("Column 'color': the value is 'x'", Assert.Throws<ArgumentException>(() => schema.Encode("x", "1")).Message, StringComparison.Ordinal);
        Assert.Contains("Column 'size': the value is missing", Assert.Throws<ArgumentException>(() => schema.Encode("red", null!)).Message, StringComparison.Ordinal);

        void AssertWrong(string message, string text) => Assert.Contains(
            message, Assert.Throws<InvalidDataException>(() => CsvData.Load(new StringReader(text), schema, "u.csv")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_schema_can_be_kept_in_a_file()
    {
        CsvOptions[] several =
        [
            Kind with { MissingValues = CsvMissingValues.FillWithMean, DecimalComma = true, MissingMarkers = ["", "-"] },
            Kind with { MissingValues = CsvMissingValues.FillWithMean, DecimalComma = true, Delimiter = ';', Encoding = Encoding.Latin1 },
        ];
        string path = _folder.PathOf("schema.json");
        foreach (CsvOptions options in several)
        {
            CsvSchema schema = Load("color;\"si\"\"ze\";kind\nröd;0,1;p\nblue;0,2;q\nblue;;q\n", options).Schema;
            schema.Save(path);
            CsvSchema again = CsvSchema.Load(path);
            Assert.Equal(schema.InputNames, again.InputNames);
            Assert.Equal(["color=blue", "color=röd", "si\"ze"], again.InputNames);
            Assert.Equal(schema.ClassNames, again.ClassNames);
            Assert.Equal(schema.TargetColumns, again.TargetColumns);
            Assert.Equal(schema.Encode("röd", ""), again.Encode("röd", ""));
            Assert.Equal([1, 0, 7.5f], again.Encode("blue", "7,5"));
            string other = "color;\"si\"\"ze\";kind\nröd;;q\n";
            Assert.Equal(All(CsvData.Load(new StringReader(other), schema)), All(CsvData.Load(new StringReader(other), again)));
            again.Save(path + "2");
            Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(path + "2"));

            // The same in a stream and as a text.
            using MemoryStream stream = new();
            schema.Save(stream);
            Assert.Equal(File.ReadAllBytes(path), stream.ToArray());
            stream.Position = 0;
            Assert.Equal(schema.ToJson(), CsvSchema.Load(stream).ToJson());
            Assert.True(stream.CanRead);
            Assert.Equal(File.ReadAllText(path), schema.ToJson());
            Assert.Equal(schema.ToJson(), CsvSchema.FromJson(schema.ToJson()).ToJson());
        }

        string json = File.ReadAllText(path);
        string[] damages =
        [
            string.Empty,
            "{}",
            json[..^3],
            json.Replace("\"version\": 1", "\"version\": 2", StringComparison.Ordinal),
            json.Replace("\"mean\": 0.15", "\"mean\": 1e99", StringComparison.Ordinal),
            json.Replace("\"blue\"", "null", StringComparison.Ordinal),
            json.Replace("FillWithMean", "Guess", StringComparison.Ordinal),
            json.Replace("FillWithMean", "7", StringComparison.Ordinal),
            json.Replace("iso-8859-1", "klingon", StringComparison.OrdinalIgnoreCase),
            json.Replace("\"delimiter\": \";\"", "\"delimiter\": \";,\"", StringComparison.Ordinal),
            json.Replace("\"delimiter\": \";\"", "\"delimiter\": \"\"", StringComparison.Ordinal),
            json.Replace("\"name\": \"kind\"", "\"name\": \"color\"", StringComparison.Ordinal),
            json.Replace("si\\\"ze", "color", StringComparison.Ordinal),
        ];
        foreach (string damaged in damages)
        {
            Assert.NotEqual(json, damaged);
            File.WriteAllText(path, damaged);
            Assert.StartsWith(path, Assert.Throws<InvalidDataException>(() => CsvSchema.Load(path)).Message, StringComparison.Ordinal);
            Assert.StartsWith("a.net: ", Assert.Throws<InvalidDataException>(() => CsvSchema.FromJson(damaged, "a.net")).Message, StringComparison.Ordinal);
            using MemoryStream stream = new(Encoding.UTF8.GetBytes(damaged));
            Assert.StartsWith("the stream: ", Assert.Throws<InvalidDataException>(() => CsvSchema.Load(stream)).Message, StringComparison.Ordinal);
        }

        // An editor may put a mark in front; half a character is none.
        File.WriteAllText(path, json, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Equal(json, CsvSchema.Load(path).ToJson());
        string half = json.Replace("\"blue\"", "\"\uD800\"", StringComparison.Ordinal);
        Assert.Contains("half a surrogate pair", Assert.Throws<InvalidDataException>(() => CsvSchema.FromJson(half)).Message, StringComparison.Ordinal);

        // In a network's own file.
        string model = _folder.PathOf("net.safetensors");
        using (FileStream file = File.Create(model))
        {
            ModelFile.Save(LinearNetwork.Create(1), file, new ModelInfo { Properties = new Dictionary<string, string> { ["csv_schema"] = json } });
        }

        Assert.Equal(json, CsvSchema.FromJson(ModelFile.ReadInfo(model).Info.Properties["csv_schema"], model).ToJson());

        // Two targets of numbers.
        CsvSchema numbers = Load("a,b,c\n1,2,3\n", new CsvOptions { Targets = ["a", "c"] }).Schema;
        numbers.Save(path);
        Assert.Equal(["a", "c"], CsvSchema.Load(path).TargetNames);
    }

    [Fact]
    public void Inputs_alone_are_loaded_for_prediction()
    {
        CsvSchema schema = Load("x,c,y\n1,a,1\n2,b,2\n", Y with { MissingValues = CsvMissingValues.DropRow }).Schema;
        _folder.Write("new.csv", "c,x\na,5\nb,6\n"u8.ToArray());
        Assert.Equal([5, 1, 0, 6, 0, 1], CsvData.LoadInputs(_folder.PathOf("new.csv"), schema));
        _folder.Write("new.csv", "c,x\na,5\nb,\n"u8.ToArray());
        Assert.Contains("line 3, column 'x': the value is missing", Assert.Throws<InvalidDataException>(() => CsvData.LoadInputs(_folder.PathOf("new.csv"), schema)).Message, StringComparison.Ordinal);
    }
}
