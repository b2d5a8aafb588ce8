// Writes down what is public in every package, in its PublicAPI.Unshipped.txt:    dotnet run src/RecordPublicApi.cs
// Takes each symbol from the message of RS0016, which says what a build misses; what PublicAPI.Shipped.txt has is not missed. Commit what it changes.

#:property IsPackable=false
#:property PublishAot=false

using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

string source = Path.GetDirectoryName(ThisFile())!;
string[] files = [.. Directory.GetFiles(source, "PublicAPI.Unshipped.txt", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
Dictionary<string, HashSet<string>> symbols = files.ToDictionary(file => Path.GetFileName(Path.GetDirectoryName(file)!), _ => new HashSet<string>());
foreach (string file in files)
    File.WriteAllText(file, "#nullable enable\n");

// Building one project builds the library, too: each message names the project that it is about.
foreach (string project in symbols.Keys)
{
    foreach (Match match in Regex.Matches(Build(Path.Combine(source, project)), @"RS0016: Symbol '(.+)' is not part of .*\[(.+)\]"))
    {
        // "implicit constructor for 'A.B'" is the one symbol that a message does not call by its name in the file.
        string symbol = match.Groups[1].Value;
        Match type = Regex.Match(symbol, "^implicit constructor for '?(.+?)'?$");
        string name = type.Success ? $"{type.Groups[1].Value}.{type.Groups[1].Value.Split('.')[^1]}() -> void" : symbol;
        symbols[Path.GetFileNameWithoutExtension(match.Groups[2].Value)].Add(name);
    }
}

foreach (string file in files)
{
    string project = Path.GetFileName(Path.GetDirectoryName(file)!);
    File.AppendAllText(file, string.Concat(symbols[project].Order(StringComparer.Ordinal).Select(symbol => symbol + "\n")));
    Console.WriteLine($"{project}: {symbols[project].Count}");
}

// What the build says goes to a file: the build servers that it leaves behind would keep a pipe open.
static string Build(string project)
{
    string log = Path.GetTempFileName();
    string[] arguments =
    [
        "build", project, "-c", "Release", "--nologo", "-tl:off", "-v:q", "-clp:ErrorsOnly", "-p:TreatWarningsAsErrors=false", $"-flp:LogFile={log};Verbosity=minimal",
    ];
    ProcessStartInfo start = new("dotnet", arguments);
    start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
    using Process build = Process.Start(start)!;
    build.WaitForExit();
    string output = File.ReadAllText(log);
    File.Delete(log);
    return build.ExitCode == 0 ? output : throw new InvalidOperationException($"{project} does not build.");
}

static string ThisFile([CallerFilePath] string path = "") => path;
