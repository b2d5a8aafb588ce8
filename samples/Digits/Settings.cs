using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using CompiledNet;

namespace Digits;

/// <summary>What was asked for on the command line.</summary>
/// <param name="Data">The folder with real data; null to draw digits.</param>
/// <param name="Set">Which images; null for what fits <paramref name="Data"/>.</param>
/// <param name="Epochs">How often to go over the training images.</param>
/// <param name="BatchSize">The images in a mini-batch.</param>
/// <param name="Optimizer">How a gradient changes the weights, and its learning rate.</param>
/// <param name="Seed">Where the random numbers start.</param>
/// <param name="Checkpoint">Where to keep the run while it goes on; null for nowhere.</param>
/// <param name="Resume">Whether to go on from the checkpoint.</param>
/// <param name="Save">Where to save the trained network; null for nowhere.</param>
/// <param name="Load">A saved network to show; null to train one.</param>
internal sealed record Settings(
    string? Data,
    string? Set,
    int Epochs,
    int BatchSize,
    Optimizer Optimizer,
    int Seed,
    string? Checkpoint,
    bool Resume,
    string? Save,
    string? Load)
{
    public const string Drawn = "drawn";
    public const string Mnist = "mnist";
    public const string FashionMnist = "fashion-mnist";

    private const string DataVariable = "COMPILEDNET_DATA";

    /// <summary>Reads the command line, runs, and gives the exit code.</summary>
    public static int Read(string[] arguments, Func<Settings, int> run)
    {
        Option<string?> data = new("--data")
        {
            Description = $"Folder with real images: one that holds a folder {Mnist} or {FashionMnist}, or the four IDX files themselves. Default: the environment variable {DataVariable}; without either, the program draws its own digits.",
            HelpName = "folder",
        };
        Option<string?> set = new("--set")
        {
            Description = $"Which images: {Mnist}, {FashionMnist} or {Drawn}. Default: {Mnist} if there is a data folder, else {Drawn}.",
            HelpName = "name",
        };
        set.Validators.Add(result =>
        {
            if (Given(result) is { } name and not (Mnist or FashionMnist or Drawn))
            {
                result.AddError($"--set: there is no set '{name}'; expected {Mnist}, {FashionMnist} or {Drawn}.");
            }
        });
        Option<int> epochs = Number("--epochs", "How often to go over the training images.", 15, minimum: 1);
        Option<int> batch = Number("--batch", "How many images to average the gradient over before each step.", 10, minimum: 1);
        Option<int> seed = Number("--seed", "Where the random numbers start: other first weights, another order of the images.", 0, int.MinValue);
        Option<string> optimizer = new("--optimizer")
        {
            Description = $"How a gradient changes the weights: {Optimizers.Names}.",
            HelpName = "name",
            DefaultValueFactory = _ => Optimizers.Default,
        };
        optimizer.Validators.Add(result =>
        {
            if (Given(result) is { } name && !Optimizers.Exists(name))
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

        Option<string?> checkpoint = File("--checkpoint", "File to keep the run in, after each epoch and every few seconds: should the program be ended, --resume goes on from it.");
        Option<bool> resume = new("--resume") { Description = "Goes on from the checkpoint if it is there, else starts anew. The result is the same as without the interruption." };
        Option<string?> save = File("--save", "File to save the trained network to (safetensors).");
        Option<string?> load = File("--load", "A saved network to show instead of training one.");

        RootCommand command = new("Trains a neural network of 784-16-16-10 neurons to read digits, and shows how well it does.")
        {
            data, set, epochs, batch, optimizer, rate, seed, checkpoint, resume, save, load,
        };
        command.SetAction(parsed => Contradiction(parsed) is { } problem ? Refuse(problem) : run(new Settings(
            parsed.GetValue(data) ?? FromEnvironment(),
            parsed.GetValue(set),
            parsed.GetValue(epochs),
            parsed.GetValue(batch),
            Optimizers.Create(parsed.GetValue(optimizer)!, parsed.GetValue(rate)),
            parsed.GetValue(seed),
            parsed.GetValue(checkpoint),
            parsed.GetValue(resume),
            parsed.GetValue(save),
            parsed.GetValue(load))));

        ParseResult parsed = command.Parse(arguments);
        return parsed.Errors.Count > 0 ? Refuse(parsed.Errors[0].Message) : parsed.Invoke();

        // Asked when each option is known to be right by itself: the value of one that is not cannot be read.
        string? Contradiction(ParseResult parsed)
        {
            if (parsed.GetValue(set) == Drawn && parsed.GetValue(data) is not null)
            {
                return $"--set {Drawn} draws its own digits; leave out --data.";
            }

            if (parsed.GetValue(load) is null)
            {
                return parsed.GetValue(resume) && parsed.GetValue(checkpoint) is null ? "--resume needs --checkpoint FILE, the file to go on from." : null;
            }

            string[] others =
            [
                .. command.Options
                    .Where(option => option != data && option != set && option != load && parsed.GetResult(option) is { Implicit: false })
                    .Select(option => option.Name),
            ];
            return others.Length > 0 ? $"--load trains nothing; leave out {string.Join(", ", others)}." : null;
        }
    }

    private static int Refuse(string problem)
    {
        Console.Error.WriteLine($"{problem} (--help lists the options.)");
        return 1;
    }

    // The text behind an option; null where there is none, or not one alone, which is an error by itself.
    private static string? Given(OptionResult result) => result.Tokens is [{ } only] ? only.Value : null;

    private static string? FromEnvironment() => Environment.GetEnvironmentVariable(DataVariable) is { Length: > 0 } folder ? folder : null;

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

    private static Option<int> Number(string name, string description, int standard, int minimum) => new(name)
    {
        Description = description,
        HelpName = "number",
        DefaultValueFactory = _ => standard,
        CustomParser = result =>
        {
            if (!int.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) || value < minimum)
            {
                string bound = minimum == int.MinValue ? "" : $" of at least {minimum}";
                result.AddError($"{name}: '{result.Tokens[0].Value}' will not do; expected a whole number{bound}.");
            }

            return value;
        },
    };
}
