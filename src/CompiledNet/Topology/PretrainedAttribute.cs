namespace CompiledNet;

/// <summary>
/// Compiles trained weights into a network's class: <c>new Net()</c> is ready, with no file to ship and none to load. The constructor with a seed
/// still gives a network with random weights.
/// </summary>
/// <remarks>
/// <para>
/// The file is one that <c>Save</c> wrote, or another in the safetensors format with the network's tensors (see <see cref="ModelFile"/>). The project names it
/// as an additional file: <c>&lt;AdditionalFiles Include="digits.safetensors" /&gt;</c>. It is read and checked at every build, as strictly as <c>Load</c> does: what is
/// missing, too much, misshapen, not finite or of another network is an error on this attribute. Beside 32-bit floats it may have 16-bit ones (<c>F16</c>, <c>BF16</c>).
/// </para>
/// <para>
/// The weights and running statistics are compiled in, and nothing else: what <c>Save</c> stored with them (<see cref="ModelInfo"/>, such as the scaler of the inputs)
/// stays in the file. They may have 64,000,000 bytes as they are stored in the program.
/// </para>
/// <code>
/// [CompiledNetwork(784, 16, 16, 10)]
/// [Pretrained("digits.safetensors")]
/// public sealed partial class DigitNet;
/// </code>
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class PretrainedAttribute : Attribute
{
    /// <summary>Weights from a file.</summary>
    /// <param name="path">The file's name, or as many of the folders before it, with slashes, as it takes to tell it from the project's other additional files.</param>
    public PretrainedAttribute(string path) => Path = path;

    /// <summary>The file's name, with as many of its folders as it takes.</summary>
    public string Path { get; }

    /// <summary>How the numbers are stored in the program. Default: <see cref="WeightStorage.Float32"/>.</summary>
    public WeightStorage Storage { get; set; } = WeightStorage.Float32;

    /// <summary>
    /// The SHA-256 that the file must have, as 64 hexadecimal digits; another file is an error at build. Default: null, for any file.
    /// </summary>
    public string? Sha256 { get; set; }
}
