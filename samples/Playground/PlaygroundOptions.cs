using System.Globalization;
using CompiledNet.Playground.Data;

namespace CompiledNet.Playground;

/// <summary>What the command line says.</summary>
/// <param name="Port">The port on this machine; 0 for any that is free.</param>
/// <param name="Data">The folder with MNIST; null to draw digits.</param>
/// <param name="Page">The folder with the page.</param>
internal sealed record PlaygroundOptions(int Port, string? Data, string Page)
{
    public const int DefaultPort = 5080;

    public const string Usage =
        """
        The playground: networks learn while you watch, in the browser.

          dotnet run -c Release --project samples/Playground [-- OPTIONS]

          --port N        the port on this machine (default 5080; 0 for any that is free)
          --urls URL      the same as a URL, such as http://localhost:5080; only this machine's own names
          --data FOLDER   the folder with MNIST's four files, or with a folder mnist (default: COMPILEDNET_DATA; else digits are drawn)
          --page FOLDER   the page's files, for working on them (default: wwwroot beside the program)
        """;

    private static readonly string[] LocalNames = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Reads the command line.</summary>
    /// <exception cref="ArgumentException">It says something else than expected.</exception>
    public static PlaygroundOptions Parse(IReadOnlyList<string> args)
    {
        string? folder = Environment.GetEnvironmentVariable(DigitData.FolderVariable);
        PlaygroundOptions options = new(DefaultPort, string.IsNullOrEmpty(folder) ? null : folder, Path.Combine(AppContext.BaseDirectory, "wwwroot"));
        for (int i = 0; i < args.Count; i++)
        {
            string[] parts = args[i].Split('=', 2);
            string Value() => parts.Length == 2 ? parts[1] : i + 1 < args.Count ? args[++i] : throw new ArgumentException($"{parts[0]} has no value.");
            options = parts[0] switch
            {
                "--port" => options with { Port = ReadPort(Value()) },
                "--urls" => options with { Port = ReadUrl(Value()) },
                "--data" => options with { Data = Value() },
                "--page" => options with { Page = Value() },
                _ => throw new ArgumentException($"'{args[i]}' is not known; expected --port, --urls, --data or --page."),
            };
        }

        return options;
    }

    private static int ReadPort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= ushort.MaxValue
            ? port
            : throw new ArgumentException($"--port is '{text}'; expected a number from 0 to {ushort.MaxValue}.");

    private static int ReadUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme == Uri.UriSchemeHttp && LocalNames.Contains(url.Host) && url.PathAndQuery == "/"
            ? url.Port
            : throw new ArgumentException($"--urls is '{text}'; expected one URL of this machine, such as http://localhost:{DefaultPort}.");
}
