using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using CompiledNet;

namespace Classify;

/// <summary>The options of the command line, and what is wrong with them if something is.</summary>
internal static class CommandLine
{
    private static readonly string[] OptimizerNames = ["sgd", "adam", "adamw", "rmsprop", "adagrad"];
    private static readonly string[] MissingNames = ["error", "drop", "mean"];

    /// <summary>Reads the command line, runs, and gives the exit code.</summary>
    public static int Read(string[] arguments, Func<Settings, int> run)
    {
        Option<string?> file = FilePath("--file", "The CSV file, with a header. Default: the flowers in the program (iris.csv).");
        Option<string?> target = new("--target") { Description = "The column with the classes. Needed with --file.", HelpName = "column" };
        Option<string[]> ignore = Columns("--ignore", "Columns that are no inputs, such as row numbers and names.");
        Option<string[]> categories = Columns("--categories", "Columns of numbers that stand for categories, such as postal codes. Columns of text are so anyway.");
        Option<string> missing = Choice("--missing", "What to do about a missing value: error, drop (the row) or mean (of the column).", MissingNames);
        Option<bool> decimalComma = new("--decimal-comma") { Description = "The file's numbers have a decimal comma, as 1,5, and its values are separated by something else." };
        Option<double> testShare = Number("--test-share", "The share of the rows that is kept for the test.", 0.2, value => value is > 0 and < 1, "a number above 0 and below 1");
        Option<int> epochs = Whole("--epochs", "How often to go over the training rows at most; training stops by itself when it brings nothing more.", 200, minimum: 1);
        Option<int> batch = Whole("--batch", "How many rows to average the gradient over before each step.", 16, minimum: 1);
        Option<string> optimizer = Choice("--optimizer", "How the weights are changed: sgd (with momentum 0.9), adam, adamw, rmsprop or adagrad.", OptimizerNames, "adam");
        Option<double?> rate = new("--learning-rate")
        {
            Description = "How far to go down the slope with each step. Default: sgd 0.05, adagrad 0.05, the others 0.01.",
            HelpName = "number",
            CustomParser = result => Parse(result, "--learning-rate", value => float.IsFinite((float)value) && (float)value > 0, "a number above 0"),
        };
        Option<bool> weights = new("--class-weights") { Description = "Rare classes count more, as if there were as many rows of each." };
        Option<int> seed = Whole("--seed", "Where the random numbers start: another split, other first weights, another order.", 0, int.MinValue);
        Option<string?> save = FilePath("--save", "Saves the network (safetensors), with its scaling and the meaning of the columns.");
        Option<string?> load = FilePath("--load", "Classifies the rows of the file with a saved network instead of training one, and writes the answers as CSV.");
        Option<string?> history = FilePath("--history", "Writes the figures of each epoch: as JSON or CSV, by the extension.");
        history.Validators.Add(result =>
        {
            if (Given(result) is { } path && Path.GetExtension(path).ToLowerInvariant() is not ("" or ".json" or ".csv"))
            {
                result.AddError($"--history: '{path}' will not do; expected a file that ends in .json or .csv.");
            }
        });

        RootCommand command = new("Learns to tell the classes in a CSV file apart, and shows how well it does on rows it has not seen.")
        {
            file, target, ignore, categories, missing, decimalComma, testShare, epochs, batch, optimizer, rate, weights, seed, save, load, history,
        };
        command.SetAction(parsed => Contradiction(parsed) is { } problem ? Refuse(problem) : run(new Settings(
            parsed.GetValue(file),
            parsed.GetValue(target) ?? Rows.BuiltInTarget,
            parsed.GetValue(ignore)!,
            parsed.GetValue(categories)!,
            (CsvMissingValues)Array.IndexOf(MissingNames, parsed.GetValue(missing)),
            parsed.GetValue(decimalComma),
            parsed.GetValue(testShare),
            parsed.GetValue(epochs),
            parsed.GetValue(batch),
            CreateOptimizer(parsed.GetValue(optimizer)!, parsed.GetValue(rate)),
            parsed.GetValue(weights),
            parsed.GetValue(seed),
            parsed.GetValue(save),
            parsed.GetValue(load),
            parsed.GetValue(history))));

        ParseResult parsed = command.Parse(arguments);
        return parsed.Errors.Count > 0 ? Refuse(parsed.Errors[0].Message) : parsed.Invoke();

        // Asked when each option is known to be right by itself: the value of one that is not cannot be read.
        string? Contradiction(ParseResult parsed)
        {
            if (parsed.GetValue(decimalComma) && parsed.GetValue(file) is null)
            {
                return "--decimal-comma needs --file: the data in the program has decimal points.";
            }

            if (parsed.GetValue(load) is null)
            {
                return parsed.GetValue(file) is not null && parsed.GetValue(target) is null ? "--file needs --target COLUMN, the column with the classes." : null;
            }

            string[] others =
            [
                .. command.Options.Where(option => option != file && option != load && parsed.GetResult(option) is { Implicit: false }).Select(option => option.Name),
            ];
            return others.Length > 0 ? $"--load classifies as the saved network says, and trains nothing; leave out {string.Join(", ", others)}." : null;
        }
    }

    private static int Refuse(string problem)
    {
        Console.Error.WriteLine($"{problem} (--help lists the options.)");
        return 1;
    }

    // The text behind an option; null where there is none, or not one alone, which is an error by itself.
    private static string? Given(OptionResult result) => result.Tokens is [{ } only] ? only.Value : null;

    private static Optimizer CreateOptimizer(string name, double? rate) => name switch
    {
        "sgd" => new Sgd(rate ?? 0.05) { Momentum = 0.9 },
        "adamw" => new AdamW(rate ?? 0.01),
        "rmsprop" => new RmsProp(rate ?? 0.01),
        "adagrad" => new Adagrad(rate ?? 0.05),
        _ => new Adam(rate ?? 0.01),
    };

    private static Option<string?> FilePath(string name, string description)
    {
        Option<string?> option = new(name) { Description = description, HelpName = "path" };
        option.Validators.Add(result =>
        {
            if (Given(result) is { } path && string.IsNullOrWhiteSpace(path))
            {
                result.AddError($"{name}: the path is empty; expected the name of a file.");
            }
        });
        return option;
    }

    private static Option<string[]> Columns(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "columns",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private static Option<string> Choice(string name, string description, string[] choices, string? standard = null)
    {
        Option<string> option = new(name) { Description = description, HelpName = "name", DefaultValueFactory = _ => standard ?? choices[0] };
        option.Validators.Add(result =>
        {
            if (Given(result) is { } choice && !choices.Contains(choice))
            {
                result.AddError($"{name}: there is no '{choice}'; expected {string.Join(", ", choices[..^1])} or {choices[^1]}.");
            }
        });
        return option;
    }

    private static Option<int> Whole(string name, string description, int standard, int minimum) => new(name)
    {
        Description = description,
        HelpName = "number",
        DefaultValueFactory = _ => standard,
        CustomParser = result =>
        {
            string bound = minimum == int.MinValue ? "" : $" of at least {minimum}";
            return (int)Parse(result, name, value => double.IsInteger(value) && value >= minimum && value <= int.MaxValue, $"a whole number{bound}");
        },
    };

    private static Option<double> Number(string name, string description, double standard, Predicate<double> isGood, string expected) => new(name)
    {
        Description = description,
        HelpName = "number",
        DefaultValueFactory = _ => standard,
        CustomParser = result => Parse(result, name, isGood, expected),
    };

    private static double Parse(ArgumentResult result, string name, Predicate<double> isGood, string expected)
    {
        if (!double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !isGood(value))
        {
            result.AddError($"{name}: '{result.Tokens[0].Value}' will not do; expected {expected}.");
            return 0;
        }

        return value;
    }
}
