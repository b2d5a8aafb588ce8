using System.Globalization;
using System.Text;
using CompiledNet.Numerics;

namespace CompiledNet.Playground.Tests.Api;

/// <summary>Bodies that look like those of the playground, and mostly make no sense. The networks among them that do are all alike, and small.</summary>
internal sealed class RandomJson(int seed)
{
    private static readonly string[] Names =
        ["hidden", "output", "optimizer", "learningRate", "batchSize", "seed", "noise", "trainCount", "epochsAtStart", "speed", "steps", "input", "x", ""];

    private static readonly string[] Values =
    [
        "0", "1", "-1", "2", "10", "0.25", "1e999", "-1e999", "1e-320", "2147483648", "99999999999999999999999", "null", "true", "false", "\"\"", "\"full\"",
        "\"adam\"", "\"sgd\"", "\"NaN\"", "\"\\ud800\"", "\"\\u0000\"", "[]", "{}", "[0.5,0.5]", "[0,null]", "[{}]", "{\"activation\":\"Tanh\"}", "[[[[[[[[[[]]]]]]]]]]",
    ];

    private readonly SeededRandom _random = new(seed);

    public string Next()
    {
        StringBuilder text = new("{");
        if (_random.NextInt32(2) == 0)
        {
            text.Append("\"problem\":\"gaussian\",\"hidden\":[],\"trainCount\":20,");
        }

        for (int i = _random.NextInt32(3); i >= 0; i--)
        {
            text.Append(CultureInfo.InvariantCulture, $"\"{Names[_random.NextInt32(Names.Length)]}\":{Values[_random.NextInt32(Values.Length)]}").Append(i > 0 ? "," : "");
        }

        text.Append('}');
        if (_random.NextInt32(10) == 0)
        {
            text.Remove(_random.NextInt32(text.Length), 1);
        }

        return text.ToString();
    }
}
