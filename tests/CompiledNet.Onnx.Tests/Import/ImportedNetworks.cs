namespace CompiledNet.Onnx.Tests.Import;

// One class for each file of make_models.py: what the generator makes of it is what the tests run.

[OnnxNetwork("MlpIdentity.onnx")]
internal sealed partial class MlpIdentityNet;

[OnnxNetwork("MlpReLU.onnx")]
internal sealed partial class MlpReLUNet;

[OnnxNetwork("MlpSigmoid.onnx")]
internal sealed partial class MlpSigmoidNet;

[OnnxNetwork("MlpTanh.onnx")]
internal sealed partial class MlpTanhNet;

[OnnxNetwork("MlpLeakyReLU.onnx")]
internal sealed partial class MlpLeakyReLUNet;

[OnnxNetwork("MlpELU.onnx")]
internal sealed partial class MlpELUNet;

[OnnxNetwork("MlpGELU.onnx")]
internal sealed partial class MlpGELUNet;

[OnnxNetwork("MlpSiLU.onnx")]
internal sealed partial class MlpSiLUNet;

[OnnxNetwork("MlpSoftplus.onnx")]
internal sealed partial class MlpSoftplusNet;

[OnnxNetwork("MlpSoftmax.onnx")]
internal sealed partial class MlpSoftmaxNet;

[OnnxNetwork("MatMulAdd.onnx")]
internal sealed partial class MatMulAddNet;

[OnnxNetwork("LeNetView.onnx")]
internal sealed partial class LeNetViewNet;

[OnnxNetwork("LeNetFlatten.onnx")]
internal sealed partial class LeNetFlattenNet;

[OnnxNetwork("LeNetViewTo.onnx")]
internal sealed partial class LeNetViewToNet;

[OnnxNetwork("BatchNormNet.onnx")]
internal sealed partial class BatchNormNetNet;

[OnnxNetwork("BatchNormUnfused.onnx")]
internal sealed partial class BatchNormUnfusedNet;

[OnnxNetwork("StridedConv.onnx")]
internal sealed partial class StridedConvNet;

[OnnxNetwork("AveragePooling.onnx")]
internal sealed partial class AveragePoolingNet;

[OnnxNetwork("MaxPooling.onnx")]
internal sealed partial class MaxPoolingNet;

[OnnxNetwork("AdaptivePooling.onnx")]
internal sealed partial class AdaptivePoolingNet;

[OnnxNetwork("AdaptiveMaxPooling.onnx")]
internal sealed partial class AdaptiveMaxPoolingNet;

[OnnxNetwork("MeanOfPixels.onnx")]
internal sealed partial class MeanOfPixelsNet;

[OnnxNetwork("Conv1D.onnx")]
internal sealed partial class Conv1DNet;

[OnnxNetwork("Normalised.onnx")]
internal sealed partial class NormalisedNet;

[OnnxNetwork("ChannelsLast.onnx")]
internal sealed partial class ChannelsLastNet;

[OnnxNetwork("FlatImage.onnx")]
internal sealed partial class FlatImageNet;

[OnnxNetwork("Dropouts.onnx")]
internal sealed partial class DropoutsNet;

[OnnxNetwork("FullyConvolutional.onnx")]
internal sealed partial class FullyConvolutionalNet;

[OnnxNetwork("Models/LeNetFlatten.onnx", Storage = WeightStorage.Float16, Loss = Loss.SquaredError, Initializer = WeightInitializer.GlorotUniform)]
internal sealed partial class HalfLeNet;
