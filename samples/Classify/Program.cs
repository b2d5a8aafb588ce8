// Learns the classes of a CSV file: from rows to a saved network that answers for new ones. Run it with --help to see what can be changed.

using System.Globalization;
using System.Text;
using Classify;
using CompiledNet;
using Samples;

// The same words and numbers on every machine.
CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
Console.OutputEncoding = Encoding.UTF8;
return CommandLine.Read(args, Run);

static int Run(Settings settings)
{
    try
    {
        if (settings.Load is { } path)
        {
            SavedModel model = SavedModel.Open(path);
            if (model.IsOf<IrisNet>())
            {
                Classify<IrisNet>(model, settings);
            }
            else
            {
                Classify<GeneralNet>(model, settings); // an error that says what differs, if it is not of this class either
            }
        }
        else
        {
            OutputFiles.CheckDiffer(("--file", settings.File), ("--save", settings.Save), ("--history", settings.History));
            OutputFiles.CheckWritable(settings.Save);
            OutputFiles.CheckWritable(settings.History, inPlace: true);
            CsvData rows = Rows.Load(settings);

            // The network that was written for exactly these sizes, or the one with room to spare.
            if (Room.IsExact<IrisNet>(rows.Schema))
            {
                TrainAndShow<IrisNet>(rows, settings);
            }
            else
            {
                Room.Check<GeneralNet>(rows.Schema, settings.Source);
                TrainAndShow<GeneralNet>(rows, settings);
            }
        }

        return 0;
    }
    catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException or TrainingException)
    {
        Console.Error.WriteLine(Wording.ForCommandLine(exception.Message));
        return 1;
    }
}

static void TrainAndShow<TNetwork>(CsvData rows, Settings settings)
    where TNetwork : class, ICompiledNetwork<TNetwork>
{
    CsvSchema schema = rows.Schema;
    NetworkTopology topology = TNetwork.Topology;
    Parts parts = Parts.Of(rows.Dataset, settings);
    int[] counts = rows.Dataset.ClassCounts();
    Console.WriteLine($"Data:    {rows.Dataset.Count} rows of {settings.Source}, {Wording.Amount(schema.InputSize, "input")}; {schema.TargetColumns[0]} is one of {schema.TargetSize}:");
    Console.WriteLine($"         {string.Join(", ", schema.ClassNames.Zip(counts, (name, count) => $"{name} ({count})"))}.");
    Console.WriteLine($"Parts:   {Wording.Amount(parts.Training.Count, "row")} to learn from, {parts.Validation.Count} to decide when to stop, {parts.Test.Count} to be tested on.");
    Console.WriteLine($"Network: {topology.Name}, {topology.ParameterCount} weights and biases, at first random.");
    if (!Room.IsExact<TNetwork>(schema))
    {
        Console.WriteLine($"         It has room for {topology.InputSize} inputs and {topology.OutputSize} classes, as this program cannot know your file when it is built.");
        Console.WriteLine($"         A program of your own has its sizes: [CompiledNetwork({schema.InputSize}, 32, {schema.TargetSize}, ...)].");
    }

    Console.WriteLine();
    using CancellationTokenSource stop = new();
    Console.CancelKeyPress += (_, pressed) =>
    {
        // The first Ctrl+C ends the training, a second one the program.
        pressed.Cancel = !stop.IsCancellationRequested;
        stop.Cancel();
    };

    // The scaling is learned from the training rows alone: the others stand for rows that are not known yet.
    FeatureScaler scaler = FeatureScaler.Standardize(Room.Widen<TNetwork>(parts.Training));
    Dataset Prepare(Dataset part) => scaler.Apply(Room.Widen<TNetwork>(part));

    TNetwork net = TNetwork.Create(settings.Seed);
    Room.SwitchOffUnused(net, schema.TargetSize);
    TrainingResult result = Learning.Train(net, Prepare(parts.Training), Prepare(parts.Validation), settings, stop.Token);
    Console.WriteLine();

    Dataset test = Prepare(parts.Test);
    Report.Write(net.Evaluate(test), schema.ClassNames);
    Report.WriteAnswers(net, parts.Test, test, schema, count: 5);
    if (settings.Save is { } path)
    {
        SavedModel.Save(net, path, scaler, schema);
    }

    if (settings.History is { } history)
    {
        result.SaveHistory(history);
        Console.WriteLine($"The figures of each epoch: {history}");
    }
}

// Answers for rows, as CSV, so that another program can go on with them.
static void Classify<TNetwork>(SavedModel model, Settings settings)
    where TNetwork : class, ICompiledNetwork<TNetwork>
{
    (TNetwork net, FeatureScaler scaler) = model.Load<TNetwork>();
    CsvSchema schema = model.Schema;
    float[] inputs = Room.Widen(Rows.LoadInputs(settings, schema), schema.InputSize, TNetwork.Topology.InputSize);
    scaler.Apply(inputs, inputs);
    Answers answers = Answers.Of(net, inputs, schema.TargetSize);
    Console.WriteLine($"row,{Quote(schema.TargetColumns[0])},probability");
    for (int row = 0; row < answers.Count; row++)
    {
        Console.WriteLine($"{row + 1},{Quote(schema.ClassNames[answers.Class(row)])},{answers.Probability(row):F4}");
    }
}

static string Quote(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
