using System.CommandLine;

namespace CompiledNet.Benchmarks;

/// <summary>What can be asked for.</summary>
internal static class Commands
{
    /// <summary>Reads the arguments, runs, and gives the exit code.</summary>
    public static int Run(string[] arguments)
    {
        Option<bool> quick = new("--quick") { Description = "CompiledNet beside its peers: everything, interleaved in one process, in under three minutes." };
        Option<bool> widths = new("--widths") { Description = "CompiledNet alone at vectors of 512, 256 and 128 bits, a child process each." };
        Option<DirectoryInfo> chart = new("--chart") { Description = "Draws speed.svg from the quick.csv in the folder.", HelpName = "folder" };
        Option<bool> careful = new("--careful") { Description = "BenchmarkDotNet on the same workloads; what follows goes to it, for instance --filter *Step*." };
        Option<DirectoryInfo> data = new("--data") { Description = "Folder with MNIST: the four IDX files, or a folder mnist that holds them. Default: random images.", HelpName = "folder" };
        Option<DirectoryInfo?> output = new("--out") { Description = "Folder to write the tables as Markdown and the numbers as CSV to.", HelpName = "folder" };
        data.AcceptExistingOnly();

        RootCommand root = new("Measures CompiledNet beside other ways to compute the same networks. Without arguments: steps. With startup: fresh processes, to their first prediction and full speed.")
        {
            quick, widths, chart, careful, data, output, Steps(), Epoch(), AccuracyCommand(), Optimizers(), Checkpoint(), Convolutions(), Layers(),
        };
        root.TreatUnmatchedTokensAsErrors = false;
        root.SetAction(parsed =>
        {
            string? outputFolder = parsed.GetValue(output)?.FullName;
            DirectoryInfo? chartFolder = parsed.GetValue(chart);
            if (parsed.GetValue(careful))
            {
                return CarefulRun.Run([.. parsed.UnmatchedTokens], outputFolder);
            }

            if (parsed.GetValue(quick))
            {
                QuickRun.Run(MnistFolder(parsed.GetValue(data)), outputFolder);
            }

            if (parsed.GetValue(widths))
            {
                WidthsRun.Run(outputFolder);
            }

            if (chartFolder is not null)
            {
                Chart.Draw(chartFolder.FullName);
            }

            if (!parsed.GetValue(quick) && !parsed.GetValue(widths) && chartFolder is null)
            {
                QuickRun.RunAlone(outputFolder);
            }

            return 0;
        });

        ParseResult parsed = root.Parse(arguments);
        string? error = parsed.Errors.Count > 0 ? parsed.Errors[0].Message
            : parsed.UnmatchedTokens.Count > 0 && !parsed.GetValue(careful) ? $"'{parsed.UnmatchedTokens[0]}' is no option or command here."
            : null;
        if (error is not null)
        {
            Console.Error.WriteLine($"{error} (--help lists what there is.)");
            return 1;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    }

    private static Command Steps()
    {
        Option<DirectoryInfo?> output = new("--out") { Description = "Folder to write steps.md and steps.csv to.", HelpName = "folder" };
        Command command = new("steps", "CompiledNet alone: predictions and training steps, with their share of the processor's peak.") { output };
        command.SetAction(parsed => QuickRun.RunAlone(parsed.GetValue(output)?.FullName));
        return command;
    }

    private static Command Epoch()
    {
        Argument<DirectoryInfo> folder = Folder(optional: true);
        Command command = new("epoch", "An epoch through Train beside bare steps and the peers.") { folder };
        command.SetAction(parsed => QuickRun.RunEpochs(MnistFolder(parsed.GetValue(folder))));
        return command;
    }

    private static Command AccuracyCommand()
    {
        Argument<DirectoryInfo> folder = Folder(optional: false);
        Option<bool> fashion = new("--fashion") { Description = "Whether the folder has Fashion-MNIST, and is to be learned by networks for that." };
        Option<bool> unbalanced = new("--unbalanced") { Description = "Whether to make one digit rare, and see how many of it are found." };
        Option<bool> convolutions = new("--convolutions") { Description = "Whether to train networks with convolutions; goes with --fashion, too." };
        Command command = new("accuracy", "What networks reach on the real MNIST or Fashion-MNIST.") { folder, fashion, unbalanced, convolutions };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(convolutions))
            {
                if (parsed.GetValue(fashion))
                {
                    AccuracyConvolutions.RunFashion(parsed.GetValue(folder)!.FullName);
                }
                else
                {
                    AccuracyConvolutions.Run(MnistFolder(parsed.GetValue(folder))!);
                }
            }
            else if (parsed.GetValue(fashion))
            {
                Accuracy.RunFashion(parsed.GetValue(folder)!.FullName);
            }
            else if (parsed.GetValue(unbalanced))
            {
                Accuracy.RunUnbalanced(MnistFolder(parsed.GetValue(folder))!);
            }
            else
            {
                Accuracy.Run(MnistFolder(parsed.GetValue(folder))!);
            }
        });
        return command;
    }

    private static Command Optimizers()
    {
        Command command = new("optimizers", "What a step of each optimizer costs a parameter, beside plain loops.");
        command.SetAction(_ => OptimizersRun.Run());
        return command;
    }

    private static Command Checkpoint()
    {
        Argument<DirectoryInfo> folder = Folder(optional: true);
        Command command = new("checkpoint", "What a checkpoint after every epoch costs, and a save by itself.") { folder };
        command.SetAction(parsed => CheckpointRun.Run(MnistFolder(parsed.GetValue(folder))));
        return command;
    }

    private static Command Convolutions()
    {
        Argument<DirectoryInfo> folder = Folder(optional: true);
        Option<DirectoryInfo?> output = new("--out") { Description = "Folder to write convolutions.md and convolutions.csv to.", HelpName = "folder" };
        Command command = new("convolutions", "LeNet-5 beside its peers: predictions, training steps, two threads.") { folder, output };
        command.SetAction(parsed => QuickRun.RunConvolutions(MnistFolder(parsed.GetValue(folder)), parsed.GetValue(output)?.FullName));
        return command;
    }

    private static Command Layers()
    {
        Option<DirectoryInfo?> output = new("--out") { Description = "Folder to write layers.md to.", HelpName = "folder" };
        Command command = new("layers", "LeNet-5, layer by layer: how close each generated tile comes to the processor's peak.") { output };
        command.SetAction(parsed => LayersRun.Run(parsed.GetValue(output)?.FullName));
        return command;
    }

    private static Argument<DirectoryInfo> Folder(bool optional)
    {
        Argument<DirectoryInfo> folder = new("folder")
        {
            Description = "Folder with MNIST.",
            Arity = optional ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
        };
        folder.AcceptExistingOnly();
        return folder;
    }

    private static string? MnistFolder(DirectoryInfo? folder)
    {
        string? inside = folder is null ? null : Path.Combine(folder.FullName, "mnist");
        return Directory.Exists(inside) ? inside : folder?.FullName;
    }
}
