namespace CompiledNet.Tests.Networks;

/// <summary>A span of the wrong length is named, with the length it has and the length it should have, and nothing is written.</summary>
public class ArgumentTests
{
    private const int In = StaticNetworks.Ragged.InputSize;
    private const int Out = StaticNetworks.Ragged.OutputSize;
    private const int Parameters = StaticNetworks.Ragged.ParameterCount;
    private const int Activations = StaticNetworks.Ragged.ActivationCount;

    public static TheoryData<string, int[], string, int, int> WrongLengths => new()
    {
        { "Predict", [In - 1, Out], "input", In - 1, In },
        { "Predict", [In + 1, Out], "input", In + 1, In },
        { "Predict", [0, Out], "input", 0, In },
        { "Predict", [In, Out - 1], "output", Out - 1, Out },
        { "Predict", [In, Out + 1], "output", Out + 1, Out },
        { "Classify", [In + 1], "input", In + 1, In },
        { "Trace", [In - 1, Activations], "input", In - 1, In },
        { "Trace", [In, Activations + 1], "activations", Activations + 1, Activations },
        { "PredictBatch", [(3 * In) - 1, 3 * Out], "inputs", (3 * In) - 1, In },
        { "PredictBatch", [3 * In, 2 * Out], "outputs", 2 * Out, 3 * Out },
        { "PredictBatch", [3 * In, (3 * Out) + 1], "outputs", (3 * Out) + 1, 3 * Out },
        { "ComputeLoss", [(2 * In) + 1, 2 * Out, 2 * Out], "inputs", (2 * In) + 1, In },
        { "ComputeLoss", [2 * In, Out, 2 * Out], "targets", Out, 2 * Out },
        { "ComputeLoss", [2 * In, 2 * Out, Out], "outputs", Out, 2 * Out },
        { "Backpropagate", [In + 1, Out, Parameters], "inputs", In + 1, In },
        { "Backpropagate", [2 * In, 3 * Out, Parameters], "targets", 3 * Out, 2 * Out },
        { "Backpropagate", [2 * In, 2 * Out, Parameters - 1], "gradient", Parameters - 1, Parameters },
        { "Backpropagate", [2 * In, 2 * Out, Parameters + 1], "gradient", Parameters + 1, Parameters },
        { "Backpropagate", [(2 * In) - 1, 2 * Out, Parameters, 2 * In], "inputs", (2 * In) - 1, In },
        { "Backpropagate", [2 * In, 0, Parameters, 2 * In], "targets", 0, 2 * Out },
        { "Backpropagate", [2 * In, 2 * Out, 0, 2 * In], "gradient", 0, Parameters },
        { "Backpropagate", [2 * In, 2 * Out, Parameters, In], "inputGradient", In, 2 * In },
        { "Backpropagate", [2 * In, 2 * Out, Parameters, 0], "inputGradient", 0, 2 * In },
    };

    [Theory]
    [MemberData(nameof(WrongLengths))]
    public void A_wrong_length_is_refused_before_anything_is_written(string method, int[] lengths, string parameter, int given, int expected)
    {
        NetworkUnderTest network = NetworkUnderTest.Create<StaticNetworks.Ragged>(1);
        int[] before = TestData.Bits(network.Parameters);
        Guarded[] spans = [.. lengths.Select(length => new Guarded(length))];
        ArgumentException failure = Assert.Throws<ArgumentException>(() => Call(network, method, spans));

        Assert.Equal(parameter, failure.ParamName);
        Assert.Contains(FormattableString.Invariant($"{given}"), failure.Message, StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"{expected}"), failure.Message, StringComparison.Ordinal);
        Assert.All(spans, span => span.AssertUntouched("a span"));
        Assert.Equal(before, TestData.Bits(network.Parameters));
    }

    private static void Call(NetworkUnderTest network, string method, Guarded[] spans)
    {
        switch (method, spans.Length)
        {
            case ("Predict", 2):
                network.Predict(spans[0].Span, spans[1].Span);
                break;
            case ("Classify", 1):
                network.Classify(spans[0].Span);
                break;
            case ("Trace", 2):
                network.Trace(spans[0].Span, spans[1].Span);
                break;
            case ("PredictBatch", 2):
                network.PredictBatch(spans[0].Span, spans[1].Span);
                break;
            case ("ComputeLoss", 3):
                network.ComputeLoss(spans[0].Span, spans[1].Span, spans[2].Span);
                break;
            case ("Backpropagate", 3):
                network.Backpropagate(spans[0].Span, spans[1].Span, spans[2].Span);
                break;
            case ("Backpropagate", 4):
                network.Backpropagate(spans[0].Span, spans[1].Span, spans[2].Span, spans[3].Span);
                break;
            default:
                throw new ArgumentException($"The test has no call for {method} with {spans.Length} spans.", nameof(method));
        }
    }
}
