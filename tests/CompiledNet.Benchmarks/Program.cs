using System.Globalization;
using CompiledNet.Benchmarks;

// dotnet run -c Release --project tests/CompiledNet.Benchmarks -- --help
CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
string folder = args.Length > 1 ? args[1] : null!;
if (args[0]=="steps") QuickRun.RunAlone(folder); else QuickRun.Run(folder, args.Length > 2 ? args[2] : null);
return 0;
