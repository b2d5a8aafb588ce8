using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace CompiledNet.Aot.Tests;

/// <summary>The sample, compiled ahead of time: for any processor, and for those with AVX2 where this is one. And as the JIT runs it.</summary>
public sealed class PublishedTinyDigits : IDisposable
{
    /// <summary>The instruction set that it is compiled for unless another is asked for: on x86-64, without AVX and without multiply-add.</summary>
    public const string Baseline = "baseline";

    /// <summary>That of processors with AVX2 and FMA.</summary>
    public const string Avx2Set = "x86-64-v3";

    private readonly ArtifactsFolder _folder = new();
    private readonly Dictionary<string, Publication> _publications = [];

    public PublishedTinyDigits()
    {
        if (Toolchain.WhyNot is not null)
        {
            return;
        }

        const string Project = "samples/TinyDigits";
        _publications[Baseline] = Publication.Make(Project, _folder.Path, Baseline);
        if (RuntimeInformation.ProcessArchitecture == Architecture.X64 && Avx2.IsSupported && Fma.IsSupported)
        {
            // Only what is behind the C# compiler is done once more.
            _publications[Avx2Set] = Publication.Make(Project, _folder.Path, Avx2Set, "--no-build", $"-p:IlcInstructionSet={Avx2Set}");
        }
    }

    /// <summary>The instruction sets it has been compiled for, of those this processor has.</summary>
    internal IEnumerable<string> Sets => _publications.Keys;

    internal Publication Get(string set) => _publications[set];

    /// <summary>Runs the executable for an instruction set.</summary>
    internal Outcome Run(string set, params string[] arguments) => Command.Run(Get(set).Executable, arguments);

    /// <summary>Has the JIT run the same code.</summary>
    internal static Outcome RunByJit((string Name, string Value)[] environment, params string[] arguments) =>
        Command.Run(Command.Dotnet, [Path.Combine(AppContext.BaseDirectory, "TinyDigits.dll"), .. arguments], environment);

    public void Dispose() => _folder.Dispose();
}
