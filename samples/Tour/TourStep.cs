using CompiledNet;

namespace TourSample;

/// <summary>A step of the tour: a picture, the lines of C# that compute what is on it, and what it means.</summary>
public abstract class TourStep
{
    private string? _code;

    /// <summary>Its name in addresses and files: lower-case letters and hyphens.</summary>
    public abstract string Id { get; }

    /// <summary>Its heading.</summary>
    public abstract string Title { get; }

    /// <summary>A network of the playground that shows the same at work, as the JSON of its specification; null where there is none.</summary>
    public virtual string? TryIt => null;

    /// <summary>The lines that computed the picture, taken from the step's own source file.</summary>
    public string Code => _code ??= SourceCode.Of(GetType());

    /// <summary>Computes the step.</summary>
    /// <param name="world">What it looks at.</param>
    /// <returns>The text with its numbers, and the picture.</returns>
    public abstract TourPage Run(TourWorld world);
}

/// <summary>What a step gave: paragraphs of text, in which <c>*</c> marks terms and a backtick marks code, and a picture.</summary>
/// <param name="Text">The text, a blank line between paragraphs.</param>
/// <param name="Figure">The picture.</param>
public sealed record TourPage(string Text, Figure Figure);

/// <summary>A step whose picture and text are made of one result.</summary>
/// <typeparam name="TResult">What it computes.</typeparam>
internal abstract class TourStep<TResult> : TourStep
{
    /// <inheritdoc/>
    public sealed override TourPage Run(TourWorld world)
    {
        TResult result = Compute(world);
        IEnumerable<string> paragraphs = Describe(result).ReplaceLineEndings("\n").Trim().Split("\n\n").Select(paragraph => paragraph.Replace('\n', ' '));
        return new TourPage(string.Join("\n\n", paragraphs), Draw(result));
    }

    /// <summary>Computes what the picture and the text are about: this is the code that is shown.</summary>
    public abstract TResult Compute(TourWorld world);

    /// <summary>The text, with the numbers of the result.</summary>
    public abstract string Describe(TResult result);

    /// <summary>The picture.</summary>
    public abstract Figure Draw(TResult result);
}
