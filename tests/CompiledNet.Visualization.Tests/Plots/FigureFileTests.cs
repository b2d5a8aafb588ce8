using System.Text;
using System.Xml.Linq;
using SkiaSharp;

namespace CompiledNet.Visualization.Tests.Figures;

public sealed class FigureFileTests : IDisposable
{
    private static readonly Figure Shown = Plots.ActivationFunction(Activation.ReLU);
    private readonly string _folder = Directory.CreateTempSubdirectory("figures").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("figure.svg")]
    [InlineData("FIGURE.SVG")]
    public void AnSvgFileIsTheFiguresText(string name)
    {
        File.WriteAllText(In(name), new string('x', 1_000_000));
        Shown.Save(In(name));

        byte[] bytes = File.ReadAllBytes(In(name));
        Assert.Equal(Shown.ToSvg() + "\n", Encoding.UTF8.GetString(bytes));
        Assert.Equal((byte)'<', bytes[0]);
        Assert.Contains("prefers-color-scheme:dark", XElement.Parse(Encoding.UTF8.GetString(bytes)).ToString(), StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void APngFileHasTwoPixelsForEachOfTheFigures()
    {
        Shown.Save(In("figure.png"));
        using SKBitmap bitmap = SKBitmap.Decode(In("figure.png"));

        Assert.Equal((2 * Shown.Width, 2 * Shown.Height), (bitmap.Width, bitmap.Height));
        Assert.Single(Directory.GetFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData("figure.jpg")]
    [InlineData("figure")]
    public void AnotherExtensionIsRefusedAndNothingWritten(string name)
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => Shown.Save(In(name)));

        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
        Assert.Contains(".svg or .png", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void AMissingFolderIsNamed()
    {
        IOException missing = Assert.ThrowsAny<IOException>(() => Shown.Save(Path.Combine(_folder, "nowhere", "figure.svg")));

        Assert.Contains("nowhere", missing.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void AFolderOfThatNameStays()
    {
        Directory.CreateDirectory(In("figure.svg"));

        Assert.ThrowsAny<IOException>(() => Shown.Save(In("figure.svg")));
        Assert.True(Directory.Exists(In("figure.svg")));
        Assert.Single(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void AFileWithANameAsLongAsCanBeIsReplaced()
    {
        string path = In(new string('n', 251) + ".svg");
        File.WriteAllText(path, "old");

        Shown.Save(path);
        Assert.StartsWith("<svg", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData("figure.svg")]
    [InlineData("figure.png")]
    public void ADrawingThatFailsLeavesTheOldFile(string name)
    {
        string path = In(name);
        File.WriteAllText(path, "old");
        Figure failing = Figure.Draw("title", "description", 20, 10, _ => throw new NotSupportedException());

        Assert.Throws<NotSupportedException>(() => failing.Save(path));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(17)]
    [InlineData(double.NaN)]
    public void ScalesOutOfRangeAreRefused(double scale) => Assert.Throws<ArgumentOutOfRangeException>(() => Shown.ToPng(scale));

    private string In(string name) => Path.Combine(_folder, name);
}
