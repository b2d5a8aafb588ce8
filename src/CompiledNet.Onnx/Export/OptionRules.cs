using System.Text;

namespace CompiledNet.Export;

/// <summary>What every option has to be, whatever the network.</summary>
internal static class OptionRules
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="ArgumentException">An option is not as described.</exception>
    public static void Check(OnnxExportOptions options)
    {
        if (options.BatchSize is < 1)
        {
            throw Error(FormattableString.Invariant(
                $"{nameof(options.BatchSize)} is {options.BatchSize}; expected at least 1, or null for any number of examples."));
        }

        if (!Enum.IsDefined(options.InputLayout))
        {
            throw Error(FormattableString.Invariant(
                $"{nameof(options.InputLayout)} is {(int)options.InputLayout}; expected one of {nameof(OnnxImageLayout)}'s values."));
        }

        CheckText(options.InputName, nameof(options.InputName), isName: true);
        CheckText(options.OutputName, nameof(options.OutputName), isName: true);
        CheckText(options.ProducerName, nameof(options.ProducerName), isName: true);
        CheckText(options.ProducerVersion, nameof(options.ProducerVersion), isName: false);
        CheckText(options.Description ?? string.Empty, nameof(options.Description), isName: false);
        if (options.InputName == options.OutputName)
        {
            throw Error($"{nameof(options.InputName)} and {nameof(options.OutputName)} are both '{options.InputName}'; expected two names.");
        }

        CheckScaler(options.ScaleInputs, options.Info?.InputScaler, nameof(options.ScaleInputs), nameof(ModelInfo.InputScaler));
        CheckScaler(options.UnscaleOutputs, options.Info?.TargetScaler, nameof(options.UnscaleOutputs), nameof(ModelInfo.TargetScaler));
    }

    /// <summary>An error in the options, as the public methods call them.</summary>
    public static ArgumentException Error(string message, string parameter = "options") => new(message, parameter);

    private static void CheckText(string? text, string option, bool isName)
    {
        if (text is null || (isName && text.Length == 0))
        {
            throw Error($"{option} is {(text is null ? "null" : "empty")}; expected {(isName ? "a name" : "a text")}.");
        }

        try
        {
            Strict.GetByteCount(text);
        }
        catch (EncoderFallbackException)
        {
            throw Error($"{option} holds half a surrogate pair, which is not a character and cannot be stored.");
        }
    }

    private static void CheckScaler(bool wanted, FeatureScaler? scaler, string option, string property)
    {
        if (!wanted)
        {
            return;
        }

        if (scaler is null)
        {
            throw Error(
                $"{option} is set, but there is no {property} in the {nameof(OnnxExportOptions.Info)}; expected the scaler that the model is to have.");
        }

        for (int column = 0; column < scaler.Size; column++)
        {
            double scale = scaler.Scale.Span[column];
            double offset = scaler.Offset.Span[column];
            if (!float.IsNormal((float)scale) || !float.IsFinite((float)offset))
            {
                throw Error(
                    FormattableString.Invariant(
                        $"{option} is set, but column {column} of the {property} has the offset {offset} and the scale {scale}; expected numbers that 32-bit floats hold."));
            }
        }
    }
}
