namespace CompiledNet;

/// <summary>Saving as an ONNX file, as a network's own method: <c>net.SaveOnnx("model.onnx")</c>.</summary>
public static class OnnxNetworkExtensions
{
    /// <inheritdoc cref="OnnxExport.Save{TNetwork}(TNetwork, string, OnnxExportOptions?)"/>
    public static void SaveOnnx<TNetwork>(this TNetwork network, string path, OnnxExportOptions? options = null)
        where TNetwork : class, ICompiledNetwork<TNetwork> => OnnxExport.Save(network, path, options);
}
