using CompiledNet;

namespace Samples;

/// <summary>What the network answers to every test image.</summary>
internal sealed class Answers
{
    private readonly float[] _outputs;

    private Answers(Dataset test, float[] outputs)
    {
        Test = test;
        _outputs = outputs;
    }

    public Dataset Test { get; }

    /// <summary>Asks the network.</summary>
    public static Answers Of<TNetwork>(TNetwork net, Dataset test)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        float[] outputs = new float[test.Count * test.TargetSize];
        net.PredictBatch(test.Inputs.Span, outputs);
        return new Answers(test, outputs);
    }

    /// <summary>The network's outputs for an image, one for each class.</summary>
    public ReadOnlySpan<float> Outputs(int image) => _outputs.AsSpan(image * Test.TargetSize, Test.TargetSize);

    /// <summary>The class with the largest output.</summary>
    public int Answer(int image)
    {
        ReadOnlySpan<float> outputs = Outputs(image);
        int best = 0;
        for (int c = 1; c < outputs.Length; c++)
        {
            best = outputs[c] > outputs[best] ? c : best;
        }

        return best;
    }

    /// <summary>The images the network gets right, or wrong: for each class the one it is surest of, the surest first.</summary>
    public IEnumerable<int> Surest(bool right) => Enumerable.Range(0, Test.Count)
        .Where(image => Answer(image) == Test.Label(image) == right)
        .OrderByDescending(image => Outputs(image)[Answer(image)])
        .DistinctBy(Test.Label);
}
