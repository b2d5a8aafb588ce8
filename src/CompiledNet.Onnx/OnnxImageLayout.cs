namespace CompiledNet;

/// <summary>In which order the numbers of an image lie at the input of an ONNX model.</summary>
public enum OnnxImageLayout
{
    /// <summary><c>[batch, channels, height, width]</c>, ONNX's own: what other programs expect of a model with images.</summary>
    ChannelsFirst,

    /// <summary>
    /// <c>[batch, height, width, channels]</c>, this library's own: the model takes the arrays that <c>Predict</c> takes. Where the first layer needs the
    /// other order, the model begins with a transposition.
    /// </summary>
    ChannelsLast,
}
