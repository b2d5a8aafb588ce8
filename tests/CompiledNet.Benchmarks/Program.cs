using System.Globalization;
using CompiledNet.Benchmarks;

// dotnet run -c Release --project tests/CompiledNet.Benchmarks -- --help
CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
if (args is ["startup", ..])
{
    // By itself: what it measures is how little has to be loaded and compiled.
    Startup.Run(args[1..]);
    return 0;
}

if (args is ["cold", ..])
{
    ColdRun.Run(args[1..]);
    return 0;
}

if (args is ["build", ..])
{
    return BuildTimes.Run(args[1..]);
}

return Commands.Run(args);
