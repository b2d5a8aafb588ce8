using System.Xml.Linq;
using static CompiledNet.Reports.Html;

namespace CompiledNet.Reports;

/// <summary>One example: what it is, and what the network makes of it.</summary>
internal sealed class ExampleCard
{
    private const int MostOutputs = 12;
    private const int MostInputs = 12;

    private readonly ReportContent _content;
    private readonly (float Low, float High) _range;

    /// <summary>Cards of examples.</summary>
    /// <param name="content">What the report is written from.</param>
    /// <param name="examples">All examples there are to be cards of: their images have one scale.</param>
    public ExampleCard(ReportContent content, IReadOnlyList<int> examples)
    {
        _content = content;
        _range = content.ImageShape is null ? (0, 1) : PixelImage.Range(content.Test, examples);
    }

    /// <summary>The card of an example.</summary>
    /// <param name="example">Its number.</param>
    public XElement Create(int example)
    {
        float[] outputs = _content.Answers.Outputs(example);
        string what = What(example);
        return E(
            "figure",
            Class("example"),
            _content.ImageShape is { } shape ? Image(_content, example, shape, _range, 112, $"The image of t{what[1..]}") : Inputs(example),
            E("figcaption", what),
            _content.Evaluation.IsClassification ? Bars(example, outputs) : Targets(example, outputs));
    }

    /// <summary>The image of an example.</summary>
    /// <param name="content">What the report is written from.</param>
    /// <param name="example">The example's number.</param>
    /// <param name="shape">The shape of the image.</param>
    /// <param name="range">What is black, and what white.</param>
    /// <param name="width">Its width on the page, in CSS pixels.</param>
    /// <param name="alternative">Its alternative text.</param>
    public static XElement Image(ReportContent content, int example, TensorShape shape, (float Low, float High) range, int width, string alternative) => E(
        "img",
        A("src", PixelImage.DataUri(content.Test.Input(example), shape, range)),
        A("width", Words.Plain(width)),
        A("height", Words.Plain(Math.Clamp((long)width * shape[0] / shape[1], width / 4, 2 * width))),
        A("alt", alternative));

    private string What(int example)
    {
        string number = $"Test example {Words.Plain(example)}";
        float weight = _content.Answers.Weight(example);
        return _content.Evaluation.IsClassification
            ? $"{number}: {_content.NameOf(_content.Answers.Label(example))}, taken for {_content.NameOf(_content.Answers.Answer(example))} ({Words.Output(weight)})"
            : $"{number}: off by {Words.Number(weight)}";
    }

    private XElement Inputs(int example)
    {
        ReadOnlySpan<float> inputs = _content.Test.Input(example);
        XElement list = E("dl", Class("inputs"));
        for (int i = 0; i < inputs.Length && i < MostInputs; i++)
        {
            string name = _content.Options.InputNames is { } names ? names[i] : $"input {Words.Plain(i)}";
            list.Add(E("div", E("dt", name), E("dd", Words.Number(inputs[i]))));
        }

        if (inputs.Length > MostInputs)
        {
            list.Add(E("div", E("dt", $"and {Words.Whole(inputs.Length - MostInputs)} more"), E("dd", "")));
        }

        return list;
    }

    // All outputs; of very many the largest, and the right one in any case.
    private XElement Bars(int example, float[] outputs)
    {
        int label = _content.Answers.Label(example);
        int answer = _content.Answers.Answer(example);
        bool isSingle = outputs.Length == 1;
        int[] shown = [.. Enumerable.Range(0, outputs.Length)];
        if (shown.Length > MostOutputs)
        {
            shown = [.. shown.OrderByDescending(output => output == label).ThenByDescending(output => outputs[output]).Take(MostOutputs).Order()];
        }

        double largest = Math.Max(1, outputs.Where(float.IsFinite).Select(output => (double)Math.Abs(output)).DefaultIfEmpty(0).Max());
        XElement list = E("ul", Class("outputs"));
        foreach (int output in shown)
        {
            // A single output is none of its two classes' own.
            string name = isSingle ? "output" : _content.NameOf(output);
            bool isLabel = !isSingle && output == label;
            bool isAnswer = !isSingle && output == answer;
            list.Add(E(
                "li",
                isLabel ? Class("label") : isAnswer ? Class("answer") : null,
                E("span", Class("name"), name, isLabel ? E("span", Class("unseen"), " (right)") : isAnswer ? E("span", Class("unseen"), " (the answer)") : null),
                Bar(outputs[output], largest),
                E("span", Class("value"), Words.Output(outputs[output]))));
        }

        if (shown.Length < outputs.Length)
        {
            list.Add(E("li", $"and {Words.Whole(outputs.Length - shown.Length)} smaller ones"));
        }

        return list;
    }

    private static XElement Bar(float value, double largest)
    {
        double share = float.IsFinite(value) ? 100 * Math.Abs(value) / largest : 0;
        return E("span", Class("bar"), A("aria-hidden", "true"), E("span", value < 0 ? Class("negative") : null, A("style", FormattableString.Invariant($"width:{share:F1}%"))));
    }

    // Of very many outputs, those farthest off.
    private XElement Targets(int example, float[] outputs)
    {
        float[] targets = _content.Test.Target(example).ToArray();
        int[] shown = [.. Enumerable.Range(0, outputs.Length)];
        if (shown.Length > MostOutputs)
        {
            shown = [.. shown.OrderByDescending(output => Math.Abs((double)outputs[output] - targets[output])).Take(MostOutputs).Order()];
        }

        return Table(
            shown.Length == outputs.Length ? "Outputs and targets" : $"The {MostOutputs} of {Words.Whole(outputs.Length)} outputs farthest off",
            [" Output", "Is", "Should be"],
            shown.Select(output => new object[] { _content.NameOf(output), Words.Number(outputs[output]), Words.Number(targets[output]) }));
    }
}
