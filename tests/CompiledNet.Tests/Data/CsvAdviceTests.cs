using static CompiledNet.Tests.Data.CsvTexts;

namespace CompiledNet.Tests.Data;

/// <summary>What errors advise: where a file would be misunderstood in silence, and where the message alone leaves one at a loss.</summary>
public sealed class CsvAdviceTests : IDisposable
{
    private const string German = "a;b;y\n1,5;2;ja\n-2,5e1;3;nein\n";

    private static readonly CsvOptions Y = new() { Target = "y" };

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Numbers_with_a_decimal_comma_do_not_become_categories_unnoticed()
    {
        AssertWrong(
            "t.csv: the values of column 'a' look like numbers with a decimal comma (such as '1,5'); set CsvOptions.DecimalComma, or name the column in CsvOptions.Categorical.",
            German,
            Y);
        Assert.Equal([1.5f, 2, 1, 0, -25, 3, 0, 1], All(Load(German, Y with { DecimalComma = true })));
        Assert.Equal(["a=-2,5e1", "a=1,5", "b"], Load(German, Y with { Categorical = ["a"] }).InputNames);

        // More than there may be categories.
        string many = "a;y\n" + string.Concat(Enumerable.Range(0, 1500).Select(i => FormattableString.Invariant($"{i},5;{i % 2}\n")));
        AssertWrong("look like numbers with a decimal comma (such as '0,5')", many, Y);

        // Other values that are missing do not count; one that is text does, wherever it stands.
        AssertWrong("column 'a' look like", "a;y\n;ja\n1,5;nein\n", Y with { MissingValues = CsvMissingValues.FillWithMean });
        Assert.Equal(["a=1,5", "a=x"], Load("a;y\n1,5;ja\nx;nein\n", Y).InputNames);
        Assert.Equal(["a=1,5", "a=x"], Load("a;y\nx;ja\n1,5;nein\n", Y).InputNames);
        Assert.Equal(["a=1,5,2", "a=3,1,4"], Load("a;y\n1,5,2;ja\n3,1,4;nein\n", Y).InputNames);
    }

    [Fact]
    public void A_target_with_a_decimal_comma_does_not_become_classes_unnoticed()
    {
        const string Text = "x;y\n1;2,5\n2;3\n";
        AssertWrong("t.csv: the values of column 'y' look like numbers with a decimal comma (such as '2,5'); set CsvOptions.DecimalComma, or set CsvOptions.Kind to Classification.", Text, Y);
        AssertWrong("column 'y': the value is '2,5'; expected a number (of numbers with a decimal comma: CsvOptions.DecimalComma).", Text, Y with { Kind = CsvTargetKind.Regression });
        Assert.Equal(["2,5", "3"], Load(Text, Y with { Kind = CsvTargetKind.Classification }).ClassNames);
        Assert.Equal([1, 2.5f, 2, 3], All(Load(Text, Y with { DecimalComma = true })));
        Assert.Equal(["2,5", "3", "none"], Load(Text + "3;none\n", Y).ClassNames);
    }

    [Fact]
    public void A_mixture_of_numbers_with_and_without_a_comma_is_advised_of_the_option()
    {
        AssertWrong("the value is '2', a number, but '1,5' in line 2 is text; expected numbers only (of numbers with a decimal comma: CsvOptions.DecimalComma), or", "a;y\n1,5;1\n2;2\n", Y);
        AssertWrong("the value is '1,5'; expected a number (of numbers with a decimal comma: CsvOptions.DecimalComma), as in line 2, or", "a;y\n2;1\n1,5;2\n", Y);
        AssertWrong("the value is 'x'; expected a number, as in line 2, or", "a;y\n2;1\nx;2\n", Y);
    }

    [Fact]
    public void A_missing_value_names_the_ways_to_do_without()
    {
        AssertWrong(
            "line 3, column 'a': the value is missing; expected a number (or CsvOptions.MissingValues = CsvMissingValues.DropRow, which leaves such rows out, or CsvMissingValues.FillWithMean, which fills it in).",
            "a,y\n1,1\n,2\n",
            Y);

        // Targets are never made up.
        AssertWrong("(or CsvOptions.MissingValues = CsvMissingValues.DropRow, which leaves such rows out).", "a,y\n1,1\n2,\n", Y);

        CsvSchema schema = Load("a,c,y\n1,u,1\n2,v,2\n", Y).Schema;
        string message = Assert.Throws<ArgumentException>(() => schema.Encode("", "u")).Message;
        Assert.Contains("Column 'a': the value is missing; expected a number (only a schema that was learnt with CsvMissingValues.FillWithMean fills it in).", message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_category_says_what_can_be_done()
    {
        CsvSchema schema = Load("c,y\nu,1\nv,2\n", Y).Schema;
        string message = Assert.Throws<ArgumentException>(() => schema.Encode("w")).Message;
        Assert.Contains("expected one of the 2 categories that were learnt: 'u', 'v'. Correct the value, leave the row out, or learn the schema and train anew with data that has it.", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "the member 'format' is missing.")]
    [InlineData("a,b\n1,2\n", "it is not JSON, at line 1, byte 1.")]
    [InlineData("", "it is not JSON, at line 1, byte 1.")]
    [InlineData("[]", "it is a list; expected an object.")]
    [InlineData("\"hasHeader\": true,|", "the member 'hasHeader' is missing.")]
    [InlineData("\"name\": \"x\",|", "the member 'name' is missing.")]
    [InlineData("\"hasHeader\": true|\"hasHeader\": 1", "the member 'hasHeader' is a number; expected true or false.")]
    [InlineData("\"mean\": 1.5|\"average\": 1.5", "the member 'categories' is missing.")]
    [InlineData("\"mean\": 1.5|\"mean\": []", "the member 'mean' is a list; expected a number.")]
    [InlineData("\"Error\"|\"Guess\"", "the member 'missingValues' is 'Guess'; expected Error, DropRow, FillWithMean.")]
    [InlineData("\"Error\"|\"7\"", "the member 'missingValues' is '7'; expected Error, DropRow, FillWithMean.")]
    [InlineData("\"delimiter\": null|\"delimiter\": \"ab\"", "the delimiter is 'ab'; expected a single character.")]
    [InlineData("\"N/A\"|7", "the list 'missingMarkers' holds a number; expected texts.")]
    [InlineData("\"version\": 1|\"version\": 2", "expected the format 'CompiledNet CSV schema' of version 1.")]
    public void A_file_that_is_no_schema_is_told_what_is_missing(string damage, string problem)
    {
        string json = Load("x,y\n1,1\n2,2\n", Y).Schema.ToJson();
        string[] parts = damage.Split('|');
        string damaged = parts.Length == 1 ? damage : json.Replace(parts[0], parts[1], StringComparison.Ordinal);
        Assert.NotEqual(json, damaged);
        string message = Assert.Throws<InvalidDataException>(() => CsvSchema.FromJson(damaged, "s.json")).Message;
        Assert.Equal($"s.json: not a schema, which CsvSchema.Save or ToJson writes as JSON: {problem}", message);
    }

    [Fact]
    public void A_folder_is_no_file()
    {
        string folder = _folder.FullPath;
        CsvSchema schema = Load("x,y\n1,1\n2,2\n", Y).Schema;
        Action[] reads =
        [
            () => CsvData.Load(folder, Y),
            () => CsvData.LoadInputs(folder, schema),
            () => CsvData.ReadHeader(folder),
            () => _ = new CsvStream(folder, Y),
            () => CsvSchema.Load(folder),
        ];
        foreach (Action read in reads)
        {
            Assert.Equal($"'{folder}' is a folder; expected a file.", Assert.Throws<IOException>(read).Message);
        }
    }
}
