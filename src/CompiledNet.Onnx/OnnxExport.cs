using CompiledNet.Export;
using CompiledNet.Onnx.Schema;
using CompiledNet.Storage;
using Google.Protobuf;

namespace CompiledNet;

/// <summary>
/// Networks as ONNX files (onnx.ai), which ONNX Runtime and most other programs for neural networks run: the forward pass, as <c>Predict</c> computes it,
/// with the weights of now.
/// </summary>
/// <remarks>
/// <para>
/// <b>The model</b> is of operator set 13 and IR version 7 (ONNX 1.8, 2020): the oldest set in which every operator here means what it means today, so that
/// old runtimes read it as well as new ones. Its numbers are 32-bit floats. It has one input, <c>[batch, inputs]</c> or, for a network of images,
/// <c>[batch, channels, height, width]</c>, and one output; names, number of examples and order are set by <see cref="OnnxExportOptions"/>. The shapes of
/// all values between are declared.
/// </para>
/// <para>
/// <b>The layers:</b> <c>Dense</c> is <c>Gemm</c>, <c>Conv2D</c> <c>Conv</c>, <c>MaxPool2D</c> <c>MaxPool</c>, <c>AvgPool2D</c> <c>AveragePool</c> with
/// <c>count_include_pad</c>, <c>GlobalAvgPool2D</c> <c>GlobalAveragePool</c> and <c>Flatten</c>, <c>BatchNorm</c> <c>BatchNormalization</c> with the running
/// statistics, <c>Flatten</c> <c>Flatten</c>. <c>Dropout</c> does nothing outside of training, and is left out. ONNX's images have their channels first: the
/// weights behind <c>Flatten</c> are put into that order, and where none follow, the image is transposed before, so that outputs are always in this
/// library's order. <c>GELU</c> is the exact form, made of <c>Erf</c>; <c>SiLU</c> is <c>z Sigmoid(z)</c>.
/// </para>
/// <para>
/// <b>The tensors</b> have the names, the shapes and the order that they have in the files of <see cref="ModelFile"/> (<c>1.weight</c> as <c>[out][in]</c>),
/// apart from the order behind <c>Flatten</c>. The metadata (<c>metadata_props</c>) have the same keys.
/// </para>
/// <para><b>The same network and options give the same bytes</b>, on every machine.</para>
/// <code>
/// net.SaveOnnx("digits.onnx");
/// net.SaveOnnx("digits.onnx", new OnnxExportOptions { BatchSize = 1, Info = new ModelInfo { ClassNames = names } });
/// </code>
/// </remarks>
public static class OnnxExport
{
    /// <summary>The version of ONNX's operators that the models use: 13.</summary>
    public const int OperatorSet = 13;

    /// <summary>The version of the file format: 7, the one that goes with <see cref="OperatorSet"/>.</summary>
    public const int IrVersion = 7;

    internal static string PackageVersion { get; } = typeof(OnnxExport).Assembly.GetName().Version?.ToString(3) ?? "unknown";

    /// <summary>Saves a network as an ONNX file. A file that is there already is replaced, once the new one is complete.</summary>
    /// <param name="network">The network; it must not be training at the same time.</param>
    /// <param name="path">The file, by convention ending in <c>.onnx</c>.</param>
    /// <param name="options">How; the defaults where it is null.</param>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <exception cref="ArgumentException">An option is not as described, or does not fit the network. No file has been touched.</exception>
    /// <exception cref="InvalidOperationException">A parameter or running statistic is not finite, or a variance negative. No file has been touched.</exception>
    /// <exception cref="NotSupportedException">The network was written by hand, with layers that cannot be told. No file has been touched.</exception>
    /// <exception cref="IOException">The file cannot be written. What was there before is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be written. What was there before is as it was.</exception>
    public static void Save<TNetwork>(TNetwork network, string path, OnnxExportOptions? options = null)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ModelProto model = Model(network, options);
        AtomicFile.Write(path, model.WriteTo);
    }

    /// <summary>Writes a network as an ONNX file to a stream.</summary>
    /// <param name="network">The network; it must not be training at the same time.</param>
    /// <param name="stream">Receives the file's content; it stays open. After an error in it, what it has is not complete.</param>
    /// <param name="options">How; the defaults where it is null.</param>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <exception cref="ArgumentException">An option is not as described, or does not fit the network. Nothing has been written.</exception>
    /// <exception cref="InvalidOperationException">A parameter or running statistic is not finite, or a variance negative. Nothing has been written.</exception>
    /// <exception cref="NotSupportedException">The network was written by hand, with layers that cannot be told. Nothing has been written.</exception>
    public static void Save<TNetwork>(TNetwork network, Stream stream, OnnxExportOptions? options = null)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(stream);
        Model(network, options).WriteTo(stream);
    }

    /// <summary>A network as the bytes of an ONNX file, for instance for <c>new InferenceSession(bytes)</c>.</summary>
    /// <param name="network">The network; it must not be training at the same time.</param>
    /// <param name="options">How; the defaults where it is null.</param>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <exception cref="ArgumentException">An option is not as described, or does not fit the network.</exception>
    /// <exception cref="InvalidOperationException">A parameter or running statistic is not finite, or a variance negative.</exception>
    /// <exception cref="NotSupportedException">The network was written by hand, with layers that cannot be told.</exception>
    public static byte[] ToBytes<TNetwork>(TNetwork network, OnnxExportOptions? options = null)
        where TNetwork : class, ICompiledNetwork<TNetwork> => Model(network, options).ToByteArray();

    private static ModelProto Model<TNetwork>(TNetwork network, OnnxExportOptions? options)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(network);
        return ModelExport.Of(
            TNetwork.Topology,
            options ?? new OnnxExportOptions(),
            tensor => network.Parameters.Slice(tensor.Offset, tensor.Length),
            tensor => network.RunningStatistics.Slice(tensor.Offset, tensor.Length));
    }
}
