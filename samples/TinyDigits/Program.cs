// Reads digits from image files. The trained network is compiled into the program: one file, no other to ship, ready at once.

using System.Globalization;
using TinyDigits;

CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
try
{
    return args switch
    {
        ["-h" or "--help" or "help", ..] => Say(CommandLine.Help),
        ["train", .. string[] rest] => TrainCommand.Run(CommandLine.Parse(rest, files: false, "--data", "--out", "--epochs", "--seed", "--images")),
        ["test", .. string[] rest] => TestCommand.Run(CommandLine.Parse(rest, files: false, "--data")),
        ["time", .. string[] rest] => TimeCommand.Run(CommandLine.Parse(rest, files: false, "--seconds")),
        _ => ReadCommand.Run(CommandLine.Parse(args, files: true, "--show")),
    };
}
catch (UsageException e)
{
    Console.Error.WriteLine($"TinyDigits: {e.Message} TinyDigits --help tells more.");
    return 2;
}
catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"TinyDigits: {e.Message}");
    return 1;
}

static int Say(string text)
{
    Console.Write(text);
    return 0;
}
