using CompiledNet;
using CompiledNet.Numerics;
using Samples;

namespace TourSample;

/// <summary>What the steps look at: drawn digits, and networks at three ages. Whatever is random follows from the seed.</summary>
/// <param name="seed">Where the random numbers start: other first weights, another image.</param>
public sealed class TourWorld(int seed)
{
    /// <summary>The seed of the committed tour.</summary>
    public const int UsualSeed = 1;

    /// <summary>The largest seed the tour takes.</summary>
    public const int LargestSeed = 99;

    private static readonly Dataset DrawnToLearn = DrawnDigits.Make(10_000, seed: 1);
    private static readonly Dataset DrawnToTest = DrawnDigits.Make(2_000, seed: 2);

    private readonly Lazy<DigitNet> _young = new(() => Learn(seed, images: 2_000, epochs: 1));
    private readonly Lazy<DigitNet> _trained = new(() => Learn(seed, images: 10_000, epochs: 15));
    private int _seven = -1;

    /// <summary>Where the random numbers start.</summary>
    public int Seed => seed;

    /// <summary>10,000 images to learn from.</summary>
    public Dataset Training { get; } = DrawnToLearn;

    /// <summary>2,000 other images to be tested on.</summary>
    public Dataset Test { get; } = DrawnToTest;

    /// <summary>A network with random weights, that has seen nothing.</summary>
    public DigitNet Fresh => new(seed);

    /// <summary>A copy of a network that has seen 2,000 images once.</summary>
    public DigitNet Young => Copy(_young.Value);

    /// <summary>A copy of a network that has seen all images fifteen times.</summary>
    public DigitNet Trained => Copy(_trained.Value);

    /// <summary>The number of a test image: a seven that the trained network reads rightly, without being quite sure.</summary>
    public int Seven => _seven >= 0 ? _seven : _seven = FindSeven();

    /// <summary>Points on a line, and whether each is a yes or a no: the further right, the likelier a yes.</summary>
    /// <param name="count">How many.</param>
    public Dataset Points(int count)
    {
        SeededRandom random = new(seed + 1_000L);
        float[] inputs = new float[count];
        float[] targets = new float[count];
        for (int i = 0; i < count; i++)
        {
            inputs[i] = random.NextSingle(-2, 2);
            targets[i] = inputs[i] + random.NextSingle(-1, 1) > 0.4f ? 1 : 0;
        }

        return new Dataset(inputs, targets, inputSize: 1, targetSize: 1);
    }

    private static DigitNet Learn(int seed, int images, int epochs)
    {
        DigitNet net = new(seed);
        net.Train(DrawnToLearn.Take(images), new TrainingOptions { Epochs = epochs, BatchSize = 10, Optimizer = new Sgd(1.5), Seed = seed });
        return net;
    }

    private static DigitNet Copy(DigitNet net)
    {
        DigitNet copy = new();
        net.Parameters.CopyTo(copy.Parameters);
        return copy;
    }

    private int FindSeven()
    {
        DigitNet net = _trained.Value;
        int[] sevens = [.. Enumerable.Range(0, Test.Count).Where(image => Test.Label(image) == 7 && net.Classify(Test.Input(image)) == 7)];
        int[] sure = [.. sevens.Where(image => net.Predict(Test.Input(image))[7] is > 0.85f and < 0.995f)];
        return sure.Length > 0 ? sure[seed % sure.Length] : sevens[seed % sevens.Length];
    }
}
