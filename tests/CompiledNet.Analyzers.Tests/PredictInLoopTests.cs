using CompiledNet.Analyzers.Tests.Harness;
using CompiledNet.CodeFixes;

namespace CompiledNet.Analyzers.Tests;

/// <summary>CNET0042: outputs in a new array each time round a loop, though none of them is kept.</summary>
public class PredictInLoopTests
{
    private const string Id = "CNET0042";

    [Fact]
    public Task It_is_found_where_the_outputs_are_only_looked_into() => Expect.Reports(Id, Source(
    [
        "foreach (float[] x in xs) { sum += [|net.Predict(x)|][0]; }",
        "foreach (float[] x in xs) sum += [|net.Predict(x)|][^1];",
        "for (int n = 0; n < 9; n++) { float[] p = [|net.Predict(xs[n])|]; sum += p[0] + p.Length; p[1] = 0; }",
        "while (sum < 1) { var p = [|net.Predict(xs[0])|]; foreach (float f in p) { sum += f; } }",
        "do { [|net.Predict(xs[0])|]; } while (sum > 3);",
        "while ([|net.Predict(xs[0])|][0] < 0.5f) { sum++; }",
        "foreach (float[] x in xs) { foreach (float f in [|net.Predict(x)|]) { sum += f; } }",
        "foreach (float[] x in xs) { sum += [|net.Predict(x)|].Max(); }",
        "foreach (float[] x in xs) { float[] p = [|net.Predict(x)|]; sum += p.Select((f, i) => f * i).Sum() + Array.IndexOf(p, p.Max()); }",
        "foreach (float[] x in xs) { Console.WriteLine(string.Join(\", \", [|net.Predict(x)|])); }",
        "foreach (float[] x in xs) { ReadOnlySpan<float> p = [|net.Predict(x)|]; sum += p[0] + Read(p); }",
        "foreach (float[] x in xs) { float[] p = [|net.Predict(x)|]; sum += Read(p) + Read(p.AsSpan(1)); p.CopyTo(xs[0], 0); }",
        "foreach (float[] x in xs) { float[] p = [|net.Predict(x)|]; float[] same = p; sum += same[0]; }",
        "foreach (float[] x in xs) { _ = [|net.Predict(x)|].ToArray(); }",
        "void Local() { foreach (float[] x in xs) { sum += [|net.Predict(x)|][0]; } } Local();",
        "foreach (float[] x in xs) { sum += net.Classify([|net.Predict(x)|]); }",
        "foreach (float[] x in xs) { sum += [|net.Predict(x)|].Length > 3 ? [|net.Predict(x)|][0] : 0; }",
        "foreach (float[] x in xs) { while (true) { sum += [|net.Predict(x)|][0]; break; } }",
        "foreach (float[] x in xs) { float[] p = [|net.Predict(x)|]; if (p[0] < 1) { continue; } sum += p[1]; break; }",
        "foreach (float[] x in xs) { switch (x.Length) { case 1: { sum += [|net.Predict(x)|][0]; break; } } }",
        "foreach (float[] x in xs) { if ([|net.Predict(x)|][0] > 1) { return; } }",
    ]));

    [Fact]
    public Task Outputs_that_may_be_kept_need_an_array_of_their_own() => Expect.Reports(Id, Source(
    [
        "sum += net.Predict(xs[0])[0];",
        "float[] p = net.Predict(xs[0]); foreach (float f in p) { sum += f; }",
        "foreach (float f in net.Predict(xs[0])) { sum += f; }",
        "for (float f = net.Predict(xs[0])[0]; f < 3; f++) { sum += f; }",
        "foreach (float[] x in xs) { list.Add(net.Predict(x)); }",
        "foreach (float[] x in xs) { float[] p = net.Predict(x); list.Add(p); }",
        "for (int n = 0; n < 9; n++) { xs[n] = net.Predict(xs[n]); }",
        "float[] last = []; foreach (float[] x in xs) { last = net.Predict(x); } sum += last[0];",
        "float[] last = []; foreach (float[] x in xs) { float[] p = net.Predict(x); sum += last[0] - p[0]; last = p; }",
        "foreach (float[] x in xs) { s_kept = net.Predict(x); }",
        "foreach (float[] x in xs) { Keep(net.Predict(x)); }",
        "foreach (float[] x in xs) { IReadOnlyList<float> p = net.Predict(x); sum += p[0]; }",
        "foreach (float[] x in xs) { float[] p = net.Predict(x); actions.Add(() => sum += p[0]); }",
        "foreach (float[] x in xs) { float[] p = net.Predict(x); void Later() => sum += p[0]; actions.Add(Later); }",
        "foreach (float[] x in xs) { actions.Add(() => sum += net.Predict(x)[0]); }",
        "Span<float> best = default; foreach (float[] x in xs) { best = net.Predict(x); } sum += best[0];",
        "Span<float> best = default; foreach (float[] x in xs) { Span<float> p = net.Predict(x); best = p[1..]; } sum += best[0];",
        "ref float first = ref xs[0][0]; foreach (float[] x in xs) { first = ref net.Predict(x)[0]; } sum += first;",
        "IEnumerable<float> late = []; foreach (float[] x in xs) { late = net.Predict(x).Select(f => f + 1); } sum += late.First();",
        "foreach (float[] x in xs) { float[] p = net.Predict(x); if (p[0] > 1) { list.Add(p); } }",
        "foreach (float[] x in xs) { (float[] P, int N) pair = (net.Predict(x), 1); sum += pair.P[0]; }",
        "foreach (float[] x in xs) { object p = net.Predict(x); sum += p.GetHashCode(); }",
        "foreach (float[] x in xs) { float[]? p = net.Predict(x); p = p[0] > 1 ? xs[0] : p; sum += p[0]; }",
        "foreach (float[] x in xs) { sum += list.FirstOrDefault(net.Predict(x))[0]; }",
        "foreach (float[] x in xs) { sum += list.Aggregate(net.Predict(x), (a, b) => a.Length > b.Length ? a : b)[0]; }",
        "Array all = new float[3][]; foreach (float[] x in xs) { all.SetValue(net.Predict(x), 0); }",
        "list.AddRange(xs.Select(x => net.Predict(x)));",
        "foreach (float[] x in xs) { net.Predict(x, xs[0]); sum += net.Classify(x); }",
        "foreach (float[] x in xs) { sum += other.Predict(x)[0]; }",
        "foreach (float[] x in xs) { if (x[0] > 0) { sum += net.Predict(x)[0]; break; } }",
        "foreach (float[] x in xs) { if (x[0] > 0) { float[] p = net.Predict(x); sum += p[0]; return; } }",
        "foreach (float[] x in xs) { if (x[0] > 0) { sum += net.Predict(x)[0]; throw new InvalidOperationException(); } }",
        "foreach (float[] x in xs) { if (x[0] > 0) { throw new InvalidOperationException(net.Predict(x)[0].ToString()); } }",
        "float One() { foreach (float[] x in xs) { if (x[0] > 0) { return net.Predict(x)[0]; } } return 0; } sum += One();",
        "Func<float[], float> f = x => { while (true) { if (x[0] > 0) return net.Predict(x)[0]; } }; sum += f(xs[0]);",
    ]));

    [Fact]
    public Task A_result_that_is_kept_by_the_caller_stays() => Expect.Reports(Id, Source(["foreach (float[] x in xs) { sum += First(net, x)[0]; }"]).Replace(
        "private static float Read", "private static float[] First(Net net, float[] x) { while (x.Length > 0) { return net.Predict(x); } return x; } private static IEnumerable<float[]> All(Net net, float[][] xs) { foreach (float[] x in xs) { yield return net.Predict(x); } } private static float Read", StringComparison.Ordinal));

    [Fact]
    public Task A_declared_array_moves_before_the_outermost_loop() => Fixes(
        """
                // Everything twice.

                // All examples.
                for (int n = 0; n < 2; n++)
                {
                    foreach (float[] x in xs)
                    {
                        // What the network says.
                        var answer = [|net.Predict(x)|]; // a new array
                        sum += answer[0] + answer.Length;
                    }
                }
        """,
        """
                // Everything twice.

                // All examples.
                var answer = new float[Net.OutputSize];
                for (int n = 0; n < 2; n++)
                {
                    foreach (float[] x in xs)
                    {
                        // What the network says.
                        net.Predict(x, answer); // a new array
                        sum += answer[0] + answer.Length;
                    }
                }
        """.Replace("        // Everything twice.\n\n        // All examples.\n        var answer = new float[Net.OutputSize];\n", "        var answer = new float[Net.OutputSize];\n        // Everything twice.\n\n        // All examples.\n", StringComparison.Ordinal));

    [Fact]
    public Task A_name_that_is_taken_is_changed() => Fixes(
        """
                foreach (float[] x in xs)
                {
                    float[] p = [|net.Predict(x)|];
                    sum += p[0];
                }

                foreach (float p in xs[0])
                {
                    sum += p;
                }
        """,
        """
                float[] p2 = new float[Net.OutputSize];
                foreach (float[] x in xs)
                {
                    net.Predict(x, p2);
                    sum += p2[0];
                }

                foreach (float p in xs[0])
                {
                    sum += p;
                }
        """);

    [Fact]
    public Task A_call_in_an_expression_becomes_a_statement_before_it() => Fixes(
        """
                if (xs.Length > 1)
                    foreach (float[] x in xs)
                        sum += [|net.Predict(x)|][0]; // the first
        """,
        """
                if (xs.Length > 1)
                {
                    float[] output = new float[Net.OutputSize];
                    foreach (float[] x in xs)
                    {
                        net.Predict(x, output);
                        sum += output[0]; // the first
                    }
                }
        """);

    [Fact]
    public Task Fix_all_gives_each_an_array_of_its_own() => Fixes(
        """
                sum = 1;

                foreach (float[] x in xs)
                {
                    // The answer.
                    Console.WriteLine([|net.Predict(input: x)|][0]);
                    ReadOnlySpan<float> p = [|net.Predict(x)|];
                    sum += p[0];
                    [|net.Predict(x)|];
                    if ([|net.Predict(x)|].Max() > 1)
                    {
                        foreach (float f in [|net.Predict(x)|])
                        {
                            sum += f;
                        }
                    }
                }
        """,
        """
                sum = 1;

                float[] output = new float[Net.OutputSize];
                float[] output2 = new float[Net.OutputSize];
                float[] output3 = new float[Net.OutputSize];
                float[] output4 = new float[Net.OutputSize];
                float[] output5 = new float[Net.OutputSize];
                foreach (float[] x in xs)
                {
                    // The answer.
                    net.Predict(input: x, output: output);
                    Console.WriteLine(output[0]);
                    net.Predict(x, output2);
                    ReadOnlySpan<float> p = output2;
                    sum += p[0];
                    net.Predict(x, output3);
                    net.Predict(x, output4);
                    if (output4.Max() > 1)
                    {
                        net.Predict(x, output5);
                        foreach (float f in output5)
                        {
                            sum += f;
                        }
                    }
                }
        """,
        all: true);

    [Fact]
    public Task Async_methods_and_programs_without_a_class_work_too() => Expect.FixesAll<OutputArrayFixProvider>(
        """
        using System;
        using System.Threading.Tasks;
        using CompiledNet;

        Net net = Net.Load("net");

        // Both.
        for (int n = 0; n < 2; n++)
        {
            float[] p = [|net.Predict(new float[4])|];
            await Task.Delay((int)p[0]);
            Console.WriteLine(p[1]);
        }

        [CompiledNetwork(4, 8, 4)]
        internal sealed partial class Net
        {
            public async Task Wait()
            {
                while (true)
                {
                    await Task.Delay((int)[|Predict(new float[4])|][0]);
                }
            }
        }
        """,
        """
        using System;
        using System.Threading.Tasks;
        using CompiledNet;

        Net net = Net.Load("net");

        float[] p = new float[Net.OutputSize];
        // Both.
        for (int n = 0; n < 2; n++)
        {
            net.Predict(new float[4], p);
            await Task.Delay((int)p[0]);
            Console.WriteLine(p[1]);
        }

        [CompiledNetwork(4, 8, 4)]
        internal sealed partial class Net
        {
            public async Task Wait()
            {
                float[] output = new float[Net.OutputSize];
                while (true)
                {
                    Predict(new float[4], output);
                    await Task.Delay((int)output[0]);
                }
            }
        }
        """);

    [Fact]
    public Task Where_the_order_would_change_there_is_only_the_message() => Expect.ReportsOnly<OutputArrayFixProvider>(Source(
    [
        "while ([|net.Predict(xs[0])|][0] < 0.5f) { sum++; }",
        "for (int n = 0; n < [|net.Predict(xs[0])|][0]; n++) { sum++; }",
        "foreach (float[] x in xs) { if (sum > 3 && [|net.Predict(x)|][0] > 1) { sum++; } }",
        "foreach (float[] x in xs) { sum += x.Length > 3 ? [|net.Predict(x)|][0] : 1; }",
        "foreach (float[] x in xs) { sum = Read(xs[1]) + [|net.Predict(x)|][0]; }",
        "int i = 0; foreach (float[] x in xs) { sum += x[i++] + [|net.Predict(xs[i])|][0]; }",
        "int i = 0; foreach (float[] x in xs) { sum += x[i] + [|net.Predict(xs[i++])|][0]; }",
        "foreach (float[] x in xs) { sum += [|net.Predict(xs.TryGetNonEnumeratedCount(out int c) ? x : xs[0])|][0] + c; }",
        "foreach (float[] x in xs) { float a = x[0], b = [|net.Predict([a])|][0]; sum += a + b; }",
        "foreach (float[] x in xs) { sum += (x is var y ? 1 : 2) + [|net.Predict(y)|][0]; }",
    ]));

    private static async Task Fixes(string before, string after, bool all = false)
    {
        (string marked, string expected) = (Method(before), Method(after));
        await (all ? Expect.FixesAll<OutputArrayFixProvider>(marked, expected) : Expect.Fixes<OutputArrayFixProvider>(marked, expected));
    }

    private static string Method(string body) => Source([]).Replace("    // Cases.\n", $"    internal static void Run(Net net, float[][] xs, float sum)\n    {{\n{body.ReplaceLineEndings("\n")}\n    }}\n", StringComparison.Ordinal);

    // All of them in one project: compiling it is what takes the time.
    private static string Source(IEnumerable<string> bodies)
    {
        IEnumerable<string> methods = bodies.Select((body, n) => FormattableString.Invariant(
            $"    internal static void Case{n}(Net net, float[][] xs, float sum, List<float[]> list, List<Action> actions, Other other) {{ {body} }}\n"));
        return
            $$"""
            using System;
            using System.Collections.Generic;
            using System.Linq;
            using CompiledNet;

            [CompiledNetwork(4, 8, 4)]
            internal sealed partial class Net;

            internal sealed class Other
            {
                public float[] Predict(ReadOnlySpan<float> x) => x.ToArray();
            }

            internal static class Program
            {
                private static float[]? s_kept;

                // Cases.
            {{string.Concat(methods)}}
                private static float Read(ReadOnlySpan<float> values) => values[0] + (s_kept ?? []).Length;

                private static void Keep(float[] values) => s_kept = values;
            }
            """.ReplaceLineEndings("\n");
    }
}
