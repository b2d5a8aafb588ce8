using System.Globalization;

namespace CompiledNet.Onnx.Tests.Import;

/// <summary>What make_models.py wrote beside a model: inputs and PyTorch's outputs, in the order of the file.</summary>
internal sealed record Fixture(int[] Shape, float[][] Inputs, double[][] Outputs)
{
    public static Fixture Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        int[] shape = [.. lines[0].Split(' ').Select(extent => int.Parse(extent, CultureInfo.InvariantCulture))];
        int count = int.Parse(lines[1], CultureInfo.InvariantCulture);
        double[] outputs = [.. Numbers(lines[3])];
        return new Fixture(
            shape,
            [.. Numbers(lines[2]).Select(number => (float)number).Chunk(shape.Aggregate(1, (product, extent) => product * extent))],
            [.. outputs.Chunk(outputs.Length / count)]);
    }

    /// <summary>An example as the class takes it: an image with its channels last.</summary>
    public float[] ChannelsLast(float[] input, TensorShape shape) =>
        shape.Count == 1 || Shape.SequenceEqual(shape) ? input : Moved(input, shape[2]);

    /// <summary>The outputs as the class gives them; those of a network that ends in an image, of the last convolution's channels.</summary>
    public static double[] ChannelsLastOutput(double[] output, NetworkTopology topology) =>
        topology.Layers[^1].Kind == "Flatten" ? Moved(output, topology.Layers[^2].Output[2]) : output;

    /// <summary>An image, channels first, with its channels last.</summary>
    public static T[] Moved<T>(T[] image, int channels)
    {
        int pixels = image.Length / channels;
        T[] result = new T[image.Length];
        for (int n = 0; n < image.Length; n++)
        {
            result[(n % pixels * channels) + (n / pixels)] = image[n];
        }

        return result;
    }

    private static IEnumerable<double> Numbers(string line) => line.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture));
}
