// The playground: networks learn while you watch, in the browser.

using CompiledNet.Playground;
using Microsoft.AspNetCore.Connections;

if (args is ["--help"] or ["-h"])
{
    Console.WriteLine(PlaygroundOptions.Usage);
    return 0;
}

try
{
    await using WebApplication app = PlaygroundHost.Create(args);
    await app.StartAsync();
    Console.WriteLine($"Open {PlaygroundHost.AddressOf(app)} in a browser; Ctrl+C ends the server.");
    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception e) when (e is ArgumentException or InvalidDataException or DirectoryNotFoundException or FileNotFoundException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
catch (IOException e) when (e.InnerException is AddressInUseException)
{
    await Console.Error.WriteLineAsync($"The port is taken by another program ({e.Message}); choose another with --port N.");
    return 1;
}
