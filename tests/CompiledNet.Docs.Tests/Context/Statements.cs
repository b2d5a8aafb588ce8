// What a block of code in the documentation can go on from, by the name of its region. A region with the line "// the block" has the block in that place.

#region flowers
FlowerNet net = FlowerNet.Load("flowers.safetensors");
CsvData flowers = CsvData.Load("iris.csv", new CsvOptions { Target = "species", Kind = CsvTargetKind.Classification });
#endregion

#region flower net
FlowerNet net = FlowerNet.Load("flowers.safetensors");
#endregion

#region digit net
DigitNet net = DigitNet.Load("digits.safetensors");
#endregion

#region digits
(Dataset training, Dataset test) = Mnist.Load("mnist");
Dataset validation = test;
#endregion

#region result
TrainingResult result = net.Train(training);
#endregion

#region arrays
float[] inputs = [];
int[] labels = [];
#endregion

#region input and target
float[] input = new float[4];
float[] target = new float[3];
#endregion

#region scaler
FeatureScaler scaler = FeatureScaler.Standardize(training);
#endregion

#region image
float[] image = new float[784];
float[] result = new float[784];
const int seed = 1, epoch = 1, example = 0;
#endregion

#region layers of an image
[CompiledNetwork]
[Input(28, 28, 1)]
// the block
[Dense(10)]
public sealed partial class Net;
#endregion

#region layers of a vector
[CompiledNetwork]
[Input(8)]
// the block
[Dense(3)]
public sealed partial class Net;
#endregion

#region in options
TrainingOptions options = new()
{
    Epochs = 3,
// the block
};
#endregion

#region digit net class
#endregion

#region lenet
LeNet5 net = LeNet5.Load("lenet.safetensors");
#endregion

#region images
float[][] images = [];
float total = 0;
#endregion
