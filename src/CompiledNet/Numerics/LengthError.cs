using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace CompiledNet.Numerics;

/// <summary>The exceptions for spans of wrong lengths, apart from the checks, which are on every prediction's way. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LengthError
{
    /// <summary>Throws for a span that has one right length.</summary>
    /// <param name="actual">Its length.</param>
    /// <param name="expected">The right one.</param>
    /// <param name="name">The parameter.</param>
    /// <exception cref="ArgumentException">Always.</exception>
    [DoesNotReturn]
    public static void Throw(int actual, int expected, string name) =>
        throw new ArgumentException(FormattableString.Invariant($"The length of {name} is {actual}, expected {expected}."), name);

    /// <summary>Throws for a batch whose inputs are no whole number of examples, or whose other span does not have as many.</summary>
    /// <param name="inputs">The length of the inputs.</param>
    /// <param name="inputSize">The inputs of an example.</param>
    /// <param name="least">The fewest examples allowed, 0 or 1.</param>
    /// <param name="others">The length of the other span.</param>
    /// <param name="outputSize">What an example has of those.</param>
    /// <param name="name">The other span's parameter.</param>
    /// <exception cref="ArgumentException">Always.</exception>
    [DoesNotReturn]
    public static void ThrowOfBatch(int inputs, int inputSize, int least, int others, int outputSize, string name)
    {
        int batch = inputs / inputSize;
        if (inputs % inputSize != 0 || batch < least)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The length of inputs is {inputs}, expected {(least == 0 ? "a" : "a positive")} multiple of InputSize, {inputSize}."),
                nameof(inputs));
        }

        throw new ArgumentException(
            FormattableString.Invariant($"The length of {name} is {others}, expected {(long)batch * outputSize}: {outputSize} for each of the {batch} examples in inputs."),
            name);
    }
}
