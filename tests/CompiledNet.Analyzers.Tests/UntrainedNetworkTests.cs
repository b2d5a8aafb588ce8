using CompiledNet.Analyzers.Tests.Harness;

namespace CompiledNet.Analyzers.Tests;

/// <summary>CNET0043: a network that is made and used in the same method, and nothing between.</summary>
public class UntrainedNetworkTests
{
    private const string Id = "CNET0043";

    [Fact]
    public Task It_is_found() => Expect.Reports(Id, Source(
    [
        "[|new Net().Predict(x)|].ToString();",
        "_ = [|new Net(3).Evaluate(data)|];",
        "var net = new Net(); float[] p = [|net.Predict(x)|]; _ = net.Classify(x);",
        "Net net = new(7); _ = [|net.Classify(x)|];",
        "Net net = new(7); [|net.Predict(x, x)|];",
        "Net net = new(7); [|net.PredictBatch(x, x)|];",
        "Net net = new(7); var e = [|net.Evaluate(data)|];",
        "Net net = new(7); foreach (float f in x) { _ = [|net.Classify(x)|]; }",
        "Net net = new(7); _ = [|net.Classify(x)|]; net.Train(data);",
        "for (int n = 0; n < 3; n++) { Net net = new(n); _ = [|net.Classify(x)|]; net.Train(data); }",
        "Net net = new(7); net.Save(\"net\"); _ = net.ComputeLoss(x, x, x); net.Trace(x, x); _ = nameof(net); _ = [|net.Classify(x)|];",
        "Net net = new(7), other = new(8); other.Train(data); _ = [|net.Classify(x)|]; _ = other.Classify(x);",
        "void Local() { Net net = new(7); _ = [|net.Classify(x)|]; }  Local();",
        "Action a = () => { Net net = new(7); _ = [|net.Classify(x)|]; }; a();",
    ]));

    [Fact]
    public Task Whatever_could_have_given_it_weights_silences_it() => Expect.Reports(Id, Source(
    [
        "Net net = new(7); net.Train(data); _ = net.Classify(x);",
        "Net net = new(7); new Trainer<Net>(net).Train(data); _ = net.Classify(x);",
        "Net net = new(7); Trainer<Net> trainer = new(net); trainer.TrainStep(x, x); _ = net.Classify(x);",
        "Net net = new(7); ModelFile.LoadInto(net, \"net\"); _ = net.Classify(x);",
        "Net net = Net.Load(\"net\"); _ = net.Classify(x);",
        "Net net = new(7); net.Parameters[0] = 1; _ = net.Classify(x);",
        "Net net = new(7); Span<float> all = net.Parameters; all.Clear(); _ = net.Classify(x);",
        "Net net = new(7); x.CopyTo(net.Weights1); _ = net.Classify(x);",
        "Net net = new(7); net.Bias2.Fill(1); _ = net.Classify(x);",
        "Net net = new(7); Fill(net); _ = net.Classify(x);",
        "Net net = new(7); Fill(net); _ = net.Predict(x);",
        "Net net = new(7); net.Fill(); _ = net.Classify(x);",
        "Net net = new(7); net.Extend(); _ = net.Classify(x);",
        "Net net = new(7); net = Net.Load(\"net\"); _ = net.Classify(x);",
        "Net net = new(7); Net other = net; other.Train(data); _ = net.Classify(x);",
        "Net net = new(7); List<Net> all = [net]; all[0].Train(data); _ = net.Classify(x);",
        "Net net = new(7); Action a = () => net.Train(data); a(); _ = net.Classify(x);",
        "Net net = new(7); void Learn() => net.Train(data); Learn(); _ = net.Classify(x);",
        "Net net = new(7); Action a = () => net.Classify(x); net.Train(data); a();",
        "Net net = new(7); if (x.Length > 3) { net.Train(data); } _ = net.Classify(x);",
        "Net net = new(7); if (x.Length > 3) { net.Train(data); } else { _ = net.Classify(x); }",
        "Net net = new(7); for (int n = 0; n < 3; n++) { _ = net.Classify(x); net.Train(data); }",
        "Net net = new(7); while (x[0] > 0) { foreach (float f in x) { _ = net.Classify(x); } net.Train(data); }",
        "for (Net net = new(7); x[0] > 0; net.Train(data)) { _ = net.Classify(x); }",
        "Net net = new(7); again: _ = net.Classify(x); net.Train(data); if (x[0] > 0) { goto again; }",
        "Net net = new(\"file\"); _ = net.Classify(x);",
        "Net net = new() { File = \"net\" }; _ = net.Classify(x);",
        "_ = new Net(\"file\").Classify(x);",
        "_ = new Net { File = \"net\" }.Classify(x);",
        "Net net = new(7); net.Save(\"net\");",
        "Net net = new(7); _ = net.ComputeLoss(x, x, x); float[] g = new float[Net.ParameterCount]; net.Backpropagate(x, x, g);",
        "Net net = new(7); Use(ref net); _ = net.Classify(x);",
        "ICompiledNetwork<Net> net = new Net(7); net.Predict(x, x);",
        "Net net = s_field; _ = net.Classify(x);",
        "_ = new Other().Predict(x);",
        "Net net = new(7); Train(data, net).Wait(); _ = net.Classify(x);",
    ]));

    // All of them in one project: compiling it is what takes the time.
    private static string Source(IEnumerable<string> bodies) =>
        $$"""
        using System;
        using System.Collections.Generic;
        using System.Threading.Tasks;
        using CompiledNet;

        [CompiledNetwork(4, 8, 4)]
        internal sealed partial class Net
        {
            public Net(string file)
                : this() => ModelFile.LoadInto(this, file);

            public string File { get => ""; set => ModelFile.LoadInto(this, value); }

            public void Fill() => Parameters.Fill(1);
        }

        internal sealed class Other
        {
            public float[] Predict(float[] x) => x;
        }

        internal static class Program
        {
            private static readonly Net s_field = new();

            {{string.Join('\n', bodies.Select((body, n) => FormattableString.Invariant($"internal static void Case{n}(float[] x, Dataset data) {{ {body} }}")))}}

            private static void Fill(object net) => ((Net)net).Train(null!);

            private static void Extend(this Net net) => net.Train(null!);

            private static void Use(ref Net net) => net = s_field;

            private static Task Train(Dataset data, Net net) => Task.Run(() => net.Train(data));
        }
        """;
}
