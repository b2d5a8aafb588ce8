using System.CommandLine;
using System.Globalization;
using CompiledNet;
using Samples;

namespace Digits;

/// <summary>What was asked for on the command line.</summary>
/// <param name="Run">What all samples of images are asked.</param>
/// <param name="Optimizer">How a gradient changes the weights, and its learning rate.</param>
internal sealed record Settings(ImageSettings Run, Optimizer Optimizer)
{
    private const int Epochs = 15;
    private const int BatchSize = 10;

    /// <summary>Reads the command line, runs, and gives the exit code.</summary>
    public static int Read(string[] arguments, Func<Settings, int> run)
    {
        Option<string> optimizer = new("--optimizer")
        {
            Description = $"How a gradient changes the weights: {Optimizers.Names}.",
            HelpName = "name",
            DefaultValueFactory = _ => Optimizers.Default,
        };
        optimizer.Validators.Add(result =>
        {
            if (ImageCommand.Given(result) is { } name && !Optimizers.Exists(name))
            {
                result.AddError($"--optimizer: there is no '{name}'; expected {Optimizers.Names}.");
            }
        });
        Option<double?> rate = new("--learning-rate")
        {
            Description = $"How far to go down the slope with each step. Default: {Optimizers.Rates}.",
            HelpName = "number",
            CustomParser = result =>
            {
                if (!double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !float.IsFinite((float)value) || (float)value <= 0)
                {
                    result.AddError($"--learning-rate: '{result.Tokens[0].Value}' will not do; expected a number above 0.");
                }

                return value;
            },
        };
        ImageCommand command = new("Trains a neural network of 784-16-16-10 neurons to read digits, and shows how well it does.", Epochs, BatchSize, optimizer, rate)
        {
            WritesReport = true,
        };
        return command.Run(arguments, (settings, parsed) => run(new Settings(settings, Optimizers.Create(parsed.GetValue(optimizer)!, parsed.GetValue(rate)))));
    }
}
