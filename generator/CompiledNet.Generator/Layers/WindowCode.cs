using CompiledNet.Generator.Emit;

namespace CompiledNet.Generator.Layers;

/// <summary>Windows in formulas.</summary>
internal static class WindowCode
{
    /// <summary>The pixel under a place of the window, in one direction: <c>2 y + ky - 1</c>.</summary>
    public static string Position(string output, int stride, string inWindow, int padding)
    {
        string start = stride == 1 ? output : SourceWriter.Text($"{stride} {output}");
        return padding == 0 ? $"{start} + {inWindow}" : SourceWriter.Text($"{start} + {inWindow} - {padding}");
    }
}
