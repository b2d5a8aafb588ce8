using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using CompiledNet.Docs.Tests.Code;
using CompiledNet.Docs.Tests.Markdown;
using Microsoft.CodeAnalysis.Emit;

namespace CompiledNet.Docs.Tests.Checks;

/// <summary>A block of text is what the program in the block before it prints; <c>...</c> stands for anything.</summary>
internal static class OutputCheck
{
    // The console and the current folder belong to the process; numbers are printed as on this page wherever the tests run.
    private static readonly Lock Gate = new();

    public static IEnumerable<string> Problems(CodeBlock block)
    {
        if (block.Previous is not { } program)
        {
            return [$"{block}: no program stands before this."];
        }

        string printed = Run(program);
        string pattern = string.Join(".*", block.Text.TrimEnd().Split("...").Select(Regex.Escape));
        return Regex.IsMatch(printed.TrimEnd(), $"^{pattern}$", RegexOptions.Singleline) ? [] : [$"{block}: the program before this prints\n{printed}"];
    }

    private static string Run(CodeBlock program)
    {
        using MemoryStream image = new();
        EmitResult result = CSharpCheck.Project(program).Compilation.Emit(image);
        if (!result.Success)
        {
            throw new InvalidOperationException($"{program} does not compile.");
        }

        image.Position = 0;
        AssemblyLoadContext context = new("Program", isCollectible: true);
        MethodInfo main = context.LoadFromStream(image).EntryPoint!;
        lock (Gate)
        {
            using StringWriter output = new();
            TextWriter console = Console.Out;
            string current = Environment.CurrentDirectory;
            CultureInfo culture = CultureInfo.CurrentCulture;
            string folder = Directory.CreateTempSubdirectory("compilednet-docs-").FullName;
            try
            {
                Console.SetOut(output);
                CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
                Environment.CurrentDirectory = folder;
                main.Invoke(null, main.GetParameters().Length == 0 ? [] : [Array.Empty<string>()]);
                return output.ToString().ReplaceLineEndings("\n");
            }
            finally
            {
                Environment.CurrentDirectory = current;
                Console.SetOut(console);
                CultureInfo.CurrentCulture = culture;
                Directory.Delete(folder, recursive: true);
                context.Unload();
            }
        }
    }
}
