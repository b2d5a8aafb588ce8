namespace CompiledNet;

/// <summary>
/// Makes a partial class the neural network of an ONNX file: the source generator reads the file at build and adds its layers and its trained weights, as
/// <see cref="CompiledNetworkAttribute"/> and <see cref="PretrainedAttribute"/> would. Nothing of ONNX is left in the program.
/// </summary>
/// <remarks>
/// <para>
/// The project names the file as an additional file: <c>&lt;AdditionalFiles Include="model.onnx" /&gt;</c>. An operator that no layer of this library covers is an
/// error on this attribute that names the node. Images are channels last here, <c>[height][width][channels]</c>, whatever the file's order is; the weights
/// are turned round at build.
/// </para>
/// <code>
/// [OnnxNetwork("model.onnx")]
/// public sealed partial class ImportedNet;
/// </code>
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class OnnxNetworkAttribute : Attribute
{
    /// <summary>A network from a file.</summary>
    /// <param name="path">The file's name, or as many of the folders before it, with slashes, as it takes to tell it from the project's other additional files.</param>
    public OnnxNetworkAttribute(string path) => Path = path;

    /// <summary>The file's name, with as many of its folders as it takes.</summary>
    public string Path { get; }

    /// <summary>
    /// What further training makes small; the file does not say. Where it is not given: <see cref="Loss.CrossEntropy"/> for softmax outputs,
    /// <see cref="Loss.BinaryCrossEntropy"/> for sigmoid outputs, else <see cref="Loss.SquaredError"/>.
    /// </summary>
    public Loss Loss { get; set; } = Loss.SquaredError;

    /// <summary>What the weights of <c>new Net(seed)</c> are. Default: <see cref="WeightInitializer.Auto"/>, by each layer's activation.</summary>
    public WeightInitializer Initializer { get; set; } = WeightInitializer.Auto;

    /// <summary>How far the code is unrolled. Default: <see cref="Unroll.Auto"/>.</summary>
    public Unroll Unroll { get; set; } = Unroll.Auto;

    /// <summary>How the numbers are stored in the program. Default: <see cref="WeightStorage.Float32"/>.</summary>
    public WeightStorage Storage { get; set; } = WeightStorage.Float32;

    /// <summary>
    /// The SHA-256 that the file must have, as 64 hexadecimal digits; another file is an error at build. Default: null, for any file.
    /// </summary>
    public string? Sha256 { get; set; }
}
