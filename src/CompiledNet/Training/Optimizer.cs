using System.Diagnostics.CodeAnalysis;

namespace CompiledNet;

/// <summary>
/// How a gradient changes the parameters. An optimizer holds settings alone and never changes: what it remembers from step to step lies in a
/// state that the trainer keeps, so that one optimizer can serve any number of networks at once and its state can be stored.
/// </summary>
/// <remarks>
/// To write one: derive, say in <see cref="GetStateLength"/> how many floats are to be remembered, and change the parameters in
/// <see cref="Step"/>. The same arguments must always give the same bits, and nothing should be allocated.
/// </remarks>
public abstract class Optimizer
{
    /// <summary>An optimizer with a learning rate.</summary>
    /// <param name="learningRate">The learning rate, finite and above 0 also as a float.</param>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate, as a float, is not finite or not above 0.</exception>
    protected Optimizer(double learningRate)
    {
        // As a float, because the parameters are.
        if (!float.IsFinite((float)learningRate) || (float)learningRate <= 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(learningRate),
                FormattableString.Invariant($"The learning rate is {learningRate}; expected a finite float above 0."));
        }

        LearningRate = learningRate;
    }

    /// <summary>The learning rate.</summary>
    public double LearningRate { get; }

    /// <summary>Checks that the settings go together. The trainer calls it before anything changes. By default all do.</summary>
    /// <exception cref="InvalidOperationException">They do not.</exception>
    public virtual void Validate()
    {
    }

    /// <summary>The length of the state in floats. The trainer fills it with zeros before the first step.</summary>
    /// <param name="parameterCount">The number of parameters.</param>
    public abstract int GetStateLength(int parameterCount);

    /// <summary>Changes the parameters by one step.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="gradient">The gradient of the mean loss, laid out as the parameters and as long.</param>
    /// <param name="state">What earlier steps left, zeros before the first; its length is <see cref="GetStateLength"/>.</param>
    /// <param name="current">The step's number and learning rate.</param>
    /// <exception cref="ArgumentException">A span has the wrong length.</exception>
    [SuppressMessage("Naming", "CA1716", Justification = "The field's word for it; Visual Basic can still override it as [Step].")]
    public abstract void Step(Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> state, OptimizerStep current);

    /// <summary>Checks what a step is given: the settings, the lengths, the step's number.</summary>
    private protected void Check(Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> state, OptimizerStep current)
    {
        Validate();
        CheckLength(gradient.Length, parameters.Length, nameof(gradient));
        CheckLength(state.Length, GetStateLength(parameters.Length), nameof(state));
        if (current.Number < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(current), FormattableString.Invariant($"The number of the step is {current.Number}; expected at least 1, the first."));
        }
    }

    /// <summary>
    /// The settings, in one invariant line. A checkpoint keeps it, and a run is resumed only with an optimizer that gives the same: so an optimizer of
    /// one's own with settings should override it.
    /// </summary>
    public override string ToString() => FormattableString.Invariant($"{GetType().FullName}(learningRate {LearningRate:R})");

    /// <summary>Whether parts of the parameters can be changed at the same time: <see cref="StepShare"/>.</summary>
    internal virtual bool CanShare => false;

    /// <summary>
    /// Where the step adds nothing but a multiple of the gradient to the parameters, that multiple, which the generated code then adds as soon as
    /// it has a part of the gradient; else 0.
    /// </summary>
    internal virtual float PlainRate(OptimizerStep current) => 0;

    /// <summary>The step for some of the parameters only, <paramref name="start"/> up to but not including <paramref name="end"/>.</summary>
    internal virtual void StepShare(
        Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> state, OptimizerStep current, int start, int end)
        => throw new NotSupportedException();

    private static void CheckLength(int length, int expected, string parameter)
    {
        if (length != expected)
        {
            throw new ArgumentException(FormattableString.Invariant($"The length of the {parameter} is {length}; expected {expected}."), parameter);
        }
    }
}
