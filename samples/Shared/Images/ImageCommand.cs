using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Samples;

/// <summary>The command line of a sample that learns from images: the options that all have, to which each adds its own.</summary>
internal sealed class ImageCommand
{
    private const string DataVariable = "COMPILEDNET_DATA";

    private readonly Option<string?> _data = new("--data")
    {
        Description = $"Folder with real images: one that holds a folder {ImageSettings.Mnist} or {ImageSettings.FashionMnist}, or the four IDX files themselves. Default: the environment variable {DataVariable}; without either, the program draws its own digits.",
        HelpName = "folder",
    };

    private readonly Option<string?> _set = new("--set")
    {
        Description = $"Which images: {ImageSettings.Mnist}, {ImageSettings.FashionMnist} or {ImageSettings.Drawn}. Default: {ImageSettings.Mnist} if there is a data folder, else {ImageSettings.Drawn}.",
        HelpName = "name",
    };

    private readonly Option<int> _epochs;
    private readonly Option<int> _batch;
    private readonly Option<int> _seed = Number("--seed", "Where the random numbers start: other first weights, another order of the images.", 0, int.MinValue);
    private readonly Option<string?> _checkpoint = File("--checkpoint", "File to keep the run in, after each epoch and every few seconds: should the program be ended, --resume goes on from it.");
    private readonly Option<bool> _resume = new("--resume") { Description = "Goes on from the checkpoint if it is there, else starts anew. The result is the same as without the interruption." };
    private readonly Option<string?> _save = File("--save", "File to save the trained network to (safetensors).");
    private readonly Option<string?> _load = File("--load", "A saved network to show instead of training one.");
    private readonly Option<string?> _report = File("--report", "File to write a report on the network and its training to: one HTML page with pictures.");
    private readonly RootCommand _command;

    /// <summary>A command line.</summary>
    /// <param name="description">What the program does.</param>
    /// <param name="epochs">How often it goes over the images unless it is told.</param>
    /// <param name="batchSize">How many images it takes at once unless it is told.</param>
    /// <param name="others">The options that it alone has.</param>
    public ImageCommand(string description, int epochs, int batchSize, params ReadOnlySpan<Option> others)
    {
        _set.Validators.Add(result =>
        {
            if (Given(result) is { } name and not (ImageSettings.Mnist or ImageSettings.FashionMnist or ImageSettings.Drawn))
            {
                result.AddError($"--set: there is no set '{name}'; expected {ImageSettings.Mnist}, {ImageSettings.FashionMnist} or {ImageSettings.Drawn}.");
            }
        });
        _epochs = Number("--epochs", "How often to go over the training images.", epochs, minimum: 1);
        _batch = Number("--batch", "How many images to average the gradient over before each step.", batchSize, minimum: 1);
        _command = new RootCommand(description) { _data, _set, _epochs, _batch, _seed };
        foreach (Option option in others)
        {
            _command.Add(option);
        }

        foreach (Option option in new Option[] { _checkpoint, _resume, _save, _load })
        {
            _command.Add(option);
        }
    }

    /// <summary>Whether it can write a report. Default: no.</summary>
    public bool WritesReport
    {
        init
        {
            if (value)
            {
                _command.Add(_report);
            }
        }
    }

    /// <summary>Reads the arguments, runs, and gives the exit code.</summary>
    public int Run(string[] arguments, Func<ImageSettings, ParseResult, int> run)
    {
        _command.SetAction(parsed => Contradiction(parsed) is { } problem ? Refuse(problem) : run(
            new ImageSettings(
                parsed.GetValue(_data) ?? FromEnvironment(),
                parsed.GetValue(_set),
                parsed.GetValue(_epochs),
                parsed.GetValue(_batch),
                parsed.GetValue(_seed),
                parsed.GetValue(_checkpoint),
                parsed.GetValue(_resume),
                parsed.GetValue(_save),
                parsed.GetValue(_load),
                _command.Options.Contains(_report) ? parsed.GetValue(_report) : null),
            parsed));
        ParseResult parsed = _command.Parse(arguments);
        return parsed.Errors.Count > 0 ? Refuse(parsed.Errors[0].Message) : parsed.Invoke();
    }

    /// <summary>An option whose value is a whole number.</summary>
    public static Option<int> Number(string name, string description, int standard, int minimum) => new(name)
    {
        Description = description,
        HelpName = "number",
        DefaultValueFactory = _ => standard,
        CustomParser = result => Whole(result, name, minimum),
    };

    /// <summary>An option whose value is a whole number of at least one, or which is left out.</summary>
    public static Option<int?> OptionalNumber(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "number",
        CustomParser = result => Whole(result, name, minimum: 1),
    };

    /// <summary>The text behind an option; null where there is none, or not one alone, which is an error by itself.</summary>
    public static string? Given(OptionResult result) => result.Tokens is [{ } only] ? only.Value : null;

    private static int Whole(ArgumentResult result, string name, int minimum)
    {
        if (!int.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) || value < minimum)
        {
            string bound = minimum == int.MinValue ? "" : $" of at least {minimum}";
            result.AddError($"{name}: '{result.Tokens[0].Value}' will not do; expected a whole number{bound}.");
        }

        return value;
    }

    private static Option<string?> File(string name, string description)
    {
        Option<string?> option = new(name) { Description = description, HelpName = "file" };
        option.Validators.Add(result =>
        {
            if (Given(result) is { } path && string.IsNullOrWhiteSpace(path))
            {
                result.AddError($"{name}: the path is empty; expected the name of a file.");
            }
        });
        return option;
    }

    private static string? FromEnvironment() => Environment.GetEnvironmentVariable(DataVariable) is { Length: > 0 } folder ? folder : null;

    private static int Refuse(string problem)
    {
        Console.Error.WriteLine($"{problem} (--help lists the options.)");
        return 1;
    }

    // Asked when each option is known to be right by itself: the value of one that is not cannot be read.
    private string? Contradiction(ParseResult parsed)
    {
        if (parsed.GetValue(_set) == ImageSettings.Drawn && parsed.GetValue(_data) is not null)
        {
            return $"--set {ImageSettings.Drawn} draws its own digits; leave out --data.";
        }

        if (parsed.GetValue(_load) is null)
        {
            return parsed.GetValue(_resume) && parsed.GetValue(_checkpoint) is null ? "--resume needs --checkpoint FILE, the file to go on from." : null;
        }

        string[] others =
        [
            .. _command.Options
                .Where(option => option != _data && option != _set && option != _load && option != _report && parsed.GetResult(option) is { Implicit: false })
                .Select(option => option.Name),
        ];
        return others.Length > 0 ? $"--load trains nothing; leave out {string.Join(", ", others)}." : null;
    }
}
