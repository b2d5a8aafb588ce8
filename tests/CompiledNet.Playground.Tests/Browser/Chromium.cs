namespace CompiledNet.Playground.Tests.Browser;

/// <summary>
/// Where the browser is: <c>COMPILEDNET_CHROMIUM</c>, or a Chromium or Chrome on the path or where packages put it. Playwright's own
/// download is not used.
/// </summary>
internal static class Chromium
{
    public const string Variable = "COMPILEDNET_CHROMIUM";

    /// <summary>How to get one, for whoever reads why the tests were skipped.</summary>
    public const string HowToInstall =
        $"No Chromium found: install it (Debian: apt-get install chromium; Ubuntu, Windows and macOS: Google Chrome will do), or set {Variable} to the executable.";

    private static readonly string[] Names = OperatingSystem.IsWindows() ? ["chrome.exe", "chromium.exe", "msedge.exe"] : ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

    private static readonly string[] Folders =
    [
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
        @"C:\Program Files\Google\Chrome\Application",
        @"C:\Program Files (x86)\Microsoft\Edge\Application",
        "/Applications/Google Chrome.app/Contents/MacOS",
    ];

    /// <summary>The executable; null where there is none.</summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            // A wrong path is a mistake to be told of, not a reason to skip.
            return given;
        }

        IEnumerable<string> candidates = Folders.SelectMany(folder => Names.Append("Google Chrome").Select(name => Path.Combine(folder, name)));
        return candidates.FirstOrDefault(File.Exists);
    }
}
