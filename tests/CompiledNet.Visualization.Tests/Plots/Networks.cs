namespace CompiledNet.Visualization.Tests.Figures;

[CompiledNetwork]
[Input(16)]
[Dense(5, Activation.Sigmoid)]
[Dense(3, Activation.Softmax)]
public sealed partial class SmallClassifier;

[CompiledNetwork]
[Input(1)]
[Dense(1)]
public sealed partial class SmallLine;

[CompiledNetwork]
[Input(6, 6, 2)]
[Conv2D(3, 3, Activation.ReLU)]
[BatchNorm]
[Flatten]
[Dense(2, Activation.Softmax)]
public sealed partial class SmallConvolution;

/// <summary>Data of a few examples, the same every time.</summary>
internal static class SmallData
{
    public static Dataset Classes(int inputSize, int classes, int count)
    {
        float[] inputs = new float[inputSize * count];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = i % classes;
            for (int j = 0; j < inputSize; j++)
            {
                inputs[(i * inputSize) + j] = (((i * 31) + (j * 17)) % 23 / 23f) + (j % classes == labels[i] ? 1 : 0);
            }
        }

        return Dataset.FromLabels(inputs, labels, classes, inputSize);
    }

    public static Dataset Line() => new(new float[] { 0, 1, 2, 3 }, new float[] { 1, 3, 5, 7 }, 1, 1);
}
