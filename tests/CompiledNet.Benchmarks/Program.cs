using System.Globalization;
using CompiledNet.Benchmarks;

// dotnet run -c Release --project tests/CompiledNet.Benchmarks -- --help
CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
return Commands.Run(args);
