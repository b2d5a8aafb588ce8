using System.Text;
using CompiledNet.Playground.Data;
using CompiledNet.Playground.Sessions;

namespace CompiledNet.Playground.Compiling;

/// <summary>What a user of the library would write for the network a visitor chose.</summary>
internal static class NetworkSource
{
    public const string Name = "PlayNet";

    /// <summary>The class with its attributes.</summary>
    public static string Of(Spec spec)
    {
        Problem problem = Problem.Find(spec.Problem);
        StringBuilder text = new();
        text.Append("[CompiledNetwork(Loss = Loss.").Append(spec.Output.Loss).Append(")]\n");
        text.Append(FormattableString.Invariant($"[Input({problem.Inputs})]\n"));
        foreach (HiddenLayer layer in spec.Hidden)
        {
            text.Append(FormattableString.Invariant($"[Dense({layer.Neurons}, Activation.{layer.Activation})]\n"));
        }

        text.Append(FormattableString.Invariant($"[Dense({problem.Outputs}, Activation.{spec.Output.Activation})]\n"));
        return text.Append($"public sealed partial class {Name};").ToString();
    }
}
