using System.Globalization;
using System.Text;
using CsCheck;
using static CompiledNet.Tests.Data.CsvTexts;

namespace CompiledNet.Tests.Data;

public sealed class CsvDataTests : IDisposable
{
    private const string Flowers = "length,width,kind\n5.1,3.5,setosa\n7,3.25e0,virginica\n-6.5,+2,setosa\n.5,1e-3,versicolor\n";

    private static readonly CsvOptions Kind = new() { Target = "kind" };
    private static readonly CsvOptions Y = new() { Target = "y" };

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Numbers_are_inputs_and_a_column_of_text_is_classes()
    {
        CsvData data = Load(Flowers, Kind);
        Assert.Equal(["length", "width"], data.InputNames);
        Assert.Equal(["setosa", "versicolor", "virginica"], data.ClassNames);
        Assert.Equal(data.ClassNames, data.TargetNames);
        Assert.Equal((4, 2, 3), (data.Dataset.Count, data.Dataset.InputSize, data.Dataset.TargetSize));
        Assert.Equal([5.1f, 3.5f, 1, 0, 0], Row(data, 0));
        Assert.Equal([7, 3.25f, 0, 0, 1], Row(data, 1));
        Assert.Equal([-6.5f, 2, 1, 0, 0], Row(data, 2));
        Assert.Equal([0.5f, 0.001f, 0, 1, 0], Row(data, 3));
    }

    [Fact]
    public void A_column_of_numbers_is_predicted_as_numbers_unless_classes_are_asked_for()
    {
        const string Text = "x,y\n1,10\n2,9\n3,2.5\n4,10\n";
        CsvData numbers = Load(Text, Y);
        Assert.Equal(["y"], numbers.TargetNames);
        Assert.Empty(numbers.ClassNames);
        Assert.Equal([1, 10, 2, 9, 3, 2.5f, 4, 10], All(numbers));

        // By size, not as texts, which would put 10 before 2.5.
        CsvData classes = Load(Text, Y with { Kind = CsvTargetKind.Classification });
        Assert.Equal(["2.5", "9", "10"], classes.ClassNames);
        Assert.Equal([4, 0, 0, 1], Row(classes, 3));

        // One value that is no number makes classes of all.
        CsvData mixed = Load("x,y\n1,10\n2,9\n3,none\n", Y);
        Assert.Equal(["10", "9", "none"], mixed.ClassNames);
        AssertWrong("t.csv, line 4, column 'y': the value is 'none'; expected a number.", "x,y\n1,10\n2,9\n3,none\n", Y with { Kind = CsvTargetKind.Regression });
    }

    [Fact]
    public void Columns_can_be_chosen_put_in_order_and_left_out()
    {
        const string Text = "id,a,b,c,d\nx1,1,2,3,4\nx2,5,6,7,8\n";
        Assert.Equal([2, 4, 1, 3, 6, 8, 5, 7], All(Load(Text, new CsvOptions { Targets = ["a", "c"], Ignore = ["id"] })));
        CsvData chosen = Load(Text, new CsvOptions { Target = "a", Inputs = ["d", "b"] });
        Assert.Equal(["d", "b"], chosen.InputNames);
        Assert.Equal([4, 2, 1, 8, 6, 5], All(chosen));
    }

    [Fact]
    public void Columns_of_text_are_one_hot()
    {
        CsvData data = Load("color,size,y\nred,1,0\n\"blue\",2,1\nred ,3,0\ngrün,4,1\n", Y);
        Assert.Equal(["color=blue", "color=grün", "color=red", "size"], data.InputNames);
        Assert.Equal(["blue", "grün", "red"], data.Schema.Categories["color"]);
        Assert.Single(data.Schema.Categories);
        Assert.Equal([0, 0, 1, 1, 0], Row(data, 0));
        Assert.Equal([1, 0, 0, 2, 1], Row(data, 1));
        Assert.Equal([0, 0, 1, 3, 0], Row(data, 2));

        CsvData codes = Load("code,y\n10,1\n9,2\n10,3\n", Y with { Categorical = ["code"] });
        Assert.Equal(["code=9", "code=10"], codes.InputNames);
        Assert.Equal([0, 1, 1, 1, 0, 2, 0, 1, 3], All(codes));
    }

    [Theory]
    [InlineData("a,y\n1,2\n3,4\n")]
    [InlineData("a;y\n1;2\n3;4\n")]
    [InlineData("a\ty\n1\t2\n3\t4\n")]
    [InlineData("a|y\n1|2\n3|4\n")]
    [InlineData("a,y\r\n1,2\r\n3,4")]
    [InlineData("a,y\r1,2\r3,4\r")]
    [InlineData("\n\na,y\n\n1,2\n   \n3,4\n\n\n")]
    [InlineData("\uFEFFa,y\n1,2\n3,4\n")]
    [InlineData("\uFEFF\"a\",\"y\"\n\"1\",\"2\"\n\"3\",\"4\"\n")]
    [InlineData(" a , y \n 1 , 2 \n\t3 , 4 \n")]
    [InlineData("sep=;\na;y\n1;2\n3;4\n")]
    public void Files_of_many_makes_are_read_alike(string text)
    {
        foreach (CsvData data in (CsvData[])[Load(text, Y), Load(text, Y)])
        {
            Assert.Equal(["a"], data.InputNames);
            Assert.Equal([1, 2, 3, 4], All(data));
        }

        _folder.Write("t.csv", Encoding.UTF8.GetBytes(text));
        Assert.Equal([1, 2, 3, 4], All(CsvData.Load(_folder.PathOf("t.csv"), Y)));
    }

    [Fact]
    public void Files_without_a_header_have_numbered_columns()
    {
        CsvData data = Load("1,2,3\n4,5,6\n", new CsvOptions { Target = "2", HasHeader = false });
        Assert.Equal(["1", "3"], data.InputNames);
        Assert.Equal([1, 3, 2, 4, 6, 5], All(data));

        // As R writes row numbers.
        Assert.Equal([7, 8], All(Load("\"\",\"x\",\"y\"\n\"1\",7,8\n", Y with { Ignore = ["1"] })));
    }

    [Fact]
    public void Quotes_hold_delimiters_line_ends_and_quotes()
    {
        CsvData data = Load("\"the \"\"size\"\", in m\",\"k\nind\"\n1,\"a,b\"\n2,\"c\r\nd\"\n3,\"e \"\"f\"\"\"\n", new CsvOptions { Target = "k\nind" });
        Assert.Equal(["the \"size\", in m"], data.InputNames);
        Assert.Equal(["a,b", "c\r\nd", "e \"f\""], data.ClassNames);
        Assert.Equal([2, 0, 1, 0], Row(data, 1));
    }

    [Fact]
    public void Decimal_commas_are_read_if_so_asked()
    {
        CsvOptions options = Y with { DecimalComma = true };
        Assert.Equal([1.5f, -2.25f, 0.5f, 3], All(Load("x;y\n1,5;-2,25\n,5;3\n", options)));
        Assert.Equal([1.5f, -2.25f], All(Load("x\ty\n1,5\t-2,25\n", options)));
        AssertWrong("column 'y': the value is '1.000'; expected a number", "x;y\n1,5;1.000\n", options with { Kind = CsvTargetKind.Regression });
        AssertWrong("column 'x': the value is '1,5'; expected a number", "x;y\n1;1\n1,5;1\n", Y);
        Assert.Throws<ArgumentException>(() => Load("x", options with { Delimiter = ',' }));
    }

    [Fact]
    public void The_culture_of_the_machine_plays_no_part()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            foreach (string culture in (string[])["de-DE", "tr-TR", "ar-SA", "fa-IR"])
            {
                CultureInfo.CurrentCulture = new CultureInfo(culture);
                Assert.Equal([-1.5f, 2000], All(Load("x,y\n-1.5,2e3\n", Y)));
                AssertWrong("t.csv, line 1000, column 'x': the value is '-x'", "x,y\n" + string.Concat(Enumerable.Repeat("-1.5,2\n", 998)) + "-x,1\n", Y);
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("x,y\n1,2\n,4\n", "t.csv, line 3, column 'x': the value is missing; expected a number")]
    [InlineData("x,y\n1,2\n\"\",4\n", "t.csv, line 3, column 'x': the value is missing")]
    [InlineData("x,y\nNA,2\n", "t.csv, line 2, column 'x': the value is missing; expected a value")]
    [InlineData("x,y\nred,2\n?,2\n", "t.csv, line 3, column 'x': the value is missing; expected text")]
    [InlineData("x,y\n1,NaN\n", "t.csv, line 2, column 'y': the value is missing")]
    [InlineData("x,y\n1,2\nInfinity,2\n", "t.csv, line 3, column 'x': the value is 'Infinity'; expected a finite number")]
    [InlineData("x,y\n1,2\n1,-1e39\n", "t.csv, line 3, column 'y': the value is '-1e39'; expected a finite number that a 32-bit float can hold")]
    [InlineData("x,y\n\n1,2\n\n5.l,4\n", "t.csv, line 5, column 'x': the value is '5.l'; expected a number, as in line 3, or the column declared as categories (CsvOptions.Categorical)")]
    [InlineData("x,y\n\"r\n\ned\",2\n3,4\n", "t.csv, line 5, column 'x': the value is '3', a number, but 'r\n\ned' in line 2 is text")]
    [InlineData("x,y\n1,2\n1,2,3\n", "t.csv, line 3: the row has 3 values; expected 2, one for each column")]
    [InlineData("x,y\n1,2\n1\n", "t.csv, line 3: the row has 1 value; expected 2")]
    [InlineData("x,y,x\n1,2,3\n", "t.csv, line 1: columns 1 and 3 have the same name, 'x'; expected each name once")]
    [InlineData("", "t.csv: the file is empty; expected a header and at least one row")]
    [InlineData("\n \n", "t.csv: the file is empty")]
    [InlineData("x,y\n", "t.csv: there is no row behind the header")]
    [InlineData("x,y\n1,\"2\n3,4\n", "t.csv, line 2: a value begins with a quote and is never closed")]
    [InlineData("x,y\n1,2\"3\n3,4\n", "t.csv, line 2: there is a quote within a value that is not quoted")]
    [InlineData("x,y\n1,\"2\"3\n3,4\n", "t.csv, line 2: there is text behind a quoted value")]
    [InlineData("x,y\n1,a\n2,a\n", "t.csv, column 'y': every row is of the same class; expected at least two classes")]
    public void What_is_wrong_is_said_with_its_line_and_column(string text, string message) => AssertWrong(message, text, Y);

    [Fact]
    public void Options_that_do_not_fit_are_refused()
    {
        const string Text = "x,y\n1,2\n";
        AssertRefused("No target column is named", new CsvOptions());
        AssertRefused("Both CsvOptions.Target and", new CsvOptions { Target = "y", Targets = ["x"] });
        AssertRefused("are numbers; expected CsvOptions.Target", new CsvOptions { Targets = ["x", "y"], Kind = CsvTargetKind.Classification });
        AssertRefused("CsvOptions.Inputs holds a null", Y with { Inputs = ["x", null!] });
        AssertRefused("CsvOptions.Ignore is null", Y with { Ignore = null! });
        AssertRefused("CsvOptions.MissingMarkers holds a null", Y with { MissingMarkers = [null!] });
        AssertRefused("names the column 'y' twice", new CsvOptions { Targets = ["y", "y"] });
        AssertRefused("'y' is both a target and", Y with { Inputs = ["x", "y"] });
        AssertRefused("The delimiter is '\u20AC'", Y with { Delimiter = '\u20AC' });

        void AssertRefused(string message, CsvOptions options) =>
            Assert.Contains(message, Assert.Throws<ArgumentException>(() => Load(Text, options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_that_are_not_there_are_named_with_the_file_and_those_that_are()
    {
        const string Text = "x,y\n1,2\n";
        AssertMissing("t.csv: there is no column 'z', which CsvOptions.Target names; the columns are 'x', 'y'.", new CsvOptions { Target = "z" });
        AssertMissing("t.csv: there is no column 'Y', which CsvOptions.Target names; the columns are 'x', 'y'.", new CsvOptions { Target = "Y" });
        AssertMissing("t.csv: there is no column 'z', which CsvOptions.Ignore names; the columns are 'x', 'y'.", Y with { Ignore = ["z"] });
        AssertMissing("t.csv: there is no column 'z', which CsvOptions.Inputs names; the columns are 'x', 'y'.", Y with { Inputs = ["z"] });
        AssertMissing("t.csv: there is no column 'z', which CsvOptions.Categorical names; the columns are 'x', 'y'.", Y with { Categorical = ["z"] });
        AssertMissing("t.csv: the column 'y' is in CsvOptions.Categorical, but is no input; expected input columns.", Y with { Categorical = ["y"] });
        AssertMissing("t.csv: no column is left for the inputs; expected at least one that is no target and not ignored (CsvOptions.Ignore).", Y with { Ignore = ["x"] });

        string wide = string.Join(',', Enumerable.Range(0, 60).Select(i => $"c{i}"));
        AssertWrong("'c48', 'c49' and 10 more.", wide, new CsvOptions { Target = "z" });
        AssertWrong($"the columns are '{new string('q', 40)}...', 'x'.", new string('q', 50) + ",x\n", new CsvOptions { Target = "z" });

        void AssertMissing(string message, CsvOptions options) =>
            Assert.Equal(message, Assert.Throws<InvalidDataException>(() => Load(Text, options)).Message);
    }

    [Fact]
    public void Rows_with_missing_values_are_dropped_if_so_asked()
    {
        CsvOptions options = Y with { MissingValues = CsvMissingValues.DropRow, Ignore = ["note"] };
        CsvData data = Load("note,x,c,y\n,1,a,2\nn,,a,2\n,3,b,\n,4,NA,5\nn,6,b,7\n,nan,zzz,9\n", options);
        Assert.Equal([1, 1, 0, 2, 6, 0, 1, 7], All(data));
        AssertWrong("every row (2 in all) misses a value", "note,x,y\n,,1\n,1,\n", options);
        Assert.Equal([1, 2], All(Load("x,y\n-999,1\n1,2\n", Y with { MissingValues = CsvMissingValues.DropRow, MissingMarkers = ["-999"] })));
    }

    [Fact]
    public void Missing_inputs_are_filled_if_so_asked()
    {
        CsvOptions options = Y with { MissingValues = CsvMissingValues.FillWithMean };
        CsvData data = Load("x,c,y\n1,a,1\n,b,2\n4,?,3\n", options);
        Assert.Equal([1, 1, 0, 1, 2.5f, 0, 1, 2, 4, 0, 0, 3], All(data));
        AssertWrong("line 3, column 'y': the value is missing; expected a number (or CsvOptions.MissingValues = CsvMissingValues.DropRow, which leaves such rows out).", "x,y\n1,2\n,\n", options);
        AssertWrong("column 'x': every value is missing", "x,y\n,1\n,2\n", options);

        // With the means of the file they were learnt from.
        Assert.Equal([2.5f, 0, 0], data.Schema.Encode("", "?"));
        Assert.Equal([2.5f, 1, 0, 9], All(CsvData.Load(new StringReader("y,c,x\n9,a,\n"), data.Schema)));
    }

    [Fact]
    public void Text_in_another_encoding_is_told_and_read_with_its_name()
    {
        string path = _folder.PathOf("latin.csv");
        File.WriteAllText(path, "größe,y\n1,ä\n2,ö\n", Encoding.Latin1);
        Assert.Contains("latin.csv, line 1, the name of column 1: the text is not UTF-8; expected UTF-8, or the file's encoding", Assert.Throws<InvalidDataException>(() => CsvData.Load(path, Y)).Message, StringComparison.Ordinal);
        CsvData data = CsvData.Load(path, Y with { Encoding = Encoding.Latin1 });
        Assert.Equal(["größe"], data.InputNames);
        Assert.Equal(["ä", "ö"], data.ClassNames);

        File.WriteAllText(path, "x,y\n1,ok\n2,ö\n", Encoding.Latin1);
        Assert.Contains("line 3, column 'y': the text is not UTF-8", Assert.Throws<InvalidDataException>(() => CsvData.Load(path, Y)).Message, StringComparison.Ordinal);

        // A byte order mark says UTF-16.
        File.WriteAllText(path, "größe,y\n1,ä\n2,ö\n", Encoding.Unicode);
        Assert.Equal(["ä", "ö"], CsvData.Load(path, Y).ClassNames);
    }

    [Fact]
    public void Huge_values_and_free_text_are_errors_of_a_readable_length()
    {
        string huge = new('z', 3_000_000);
        string message = Assert.Throws<InvalidDataException>(() => Load($"x,y\n1,2\n{huge},4\n", Y)).Message;
        Assert.StartsWith("t.csv, line 3, column 'x': the value is 'zzz", message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 50, 300);

        string names = string.Concat(Enumerable.Range(0, 1001).Select(i => $"name{i},{i}\n"));
        AssertWrong("column 'x': there are more than 1000 different texts", "x,y\n" + names, Y);
        Assert.Equal(1000, Load("x,y\n" + string.Concat(Enumerable.Range(0, 1000).Select(i => $"name{i},{i}\n")), Y).InputNames.Count);
        Assert.Equal(1500, Load("x,y\n" + string.Concat(Enumerable.Range(0, 1500).Select(i => $"{i},{i}\n")), Y).Dataset.Count);
    }

    [Fact]
    public void What_is_written_is_read_to_the_last_bit() =>
        Gen.Select(Gen.Float.Where(float.IsFinite).Array[6], Gen.Int[0, 2], Gen.Bool, Gen.Bool).Sample((values, which, crlf, quoted) =>
        {
            char delimiter = ",;\t"[which];
            string end = crlf ? "\r\n" : "\n";
            string Cell(float value) => quoted ? $"\"{value.ToString("R", CultureInfo.InvariantCulture)}\"" : value.ToString("R", CultureInfo.InvariantCulture);
            string text = string.Join(end, $"a{delimiter}b{delimiter}y", string.Join(delimiter, values[..3].Select(Cell)), string.Join(delimiter, values[3..].Select(Cell)));
            Assert.Equal(values, All(Load(text, Y)));
        });

    [Fact]
    public void The_iris_data_is_fishers()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "iris.csv");
        CsvData data = CsvData.Load(path, new CsvOptions { Target = "species" });
        Assert.Equal(["sepal_length", "sepal_width", "petal_length", "petal_width"], data.InputNames);
        Assert.Equal(["setosa", "versicolor", "virginica"], data.ClassNames);
        Assert.Equal([50, 50, 50], data.Dataset.ClassCounts());
        double[] sums = [.. Enumerable.Range(0, 4).Select(c => Enumerable.Range(0, 150).Sum(i => (double)data.Dataset.Input(i)[c]))];
        Assert.Equal([876.5, 458.6, 563.7, 179.9], sums.Select(sum => Math.Round(sum, 3)));

        // The two rows that other copies have wrong.
        Assert.Equal([4.9f, 3.1f, 1.5f, 0.2f], data.Dataset.Input(34).ToArray());
        Assert.Equal([4.9f, 3.6f, 1.4f, 0.1f], data.Dataset.Input(37).ToArray());
    }
}
