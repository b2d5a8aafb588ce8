using System.Diagnostics;
using CompiledNet;
using Samples;

namespace Digits;

/// <summary>The report on the network and its training: what is watched during the training, what is measured after it, and the file.</summary>
/// <param name="path">The file, an HTML page.</param>
internal sealed class ReportFile(string path)
{
    private const int ProbeCount = 500;
    private const int Gradients = 200; // as many as can be told apart in a figure
    private const int Seeds = 3;
    private const int DescentSteps = 1_500; // until both have come as far as the trained network

    private GradientLog? _gradients;
    private TrainingResult? _result;

    /// <summary>Has the gradients watched, on the first training images; the training ends with the same weights.</summary>
    /// <returns>The options with what watches.</returns>
    public TrainingOptions Watch(DigitNet net, Images images, TrainingOptions options)
    {
        long steps = (((images.Train.Count - 1) / options.BatchSize) + 1L) * options.Epochs;
        int every = (int)Math.Max(1, steps / Gradients);
        _gradients = GradientLog.Watch(net, images.Train.Take(Math.Min(ProbeCount, images.Train.Count)), every);
        return options with { Callbacks = [_gradients] };
    }

    /// <summary>Keeps what the training has brought.</summary>
    public void Keep(TrainingResult result) => _result = result;

    /// <summary>Measures what the report shows besides, and writes it. Of a loaded network there is no run to be shown, nor one to be measured anew.</summary>
    public void Write(DigitNet net, Images images)
    {
        TrainingReportOptions options = new() { Title = "DigitNet reads digits", ClassNames = images.ClassNames, Gradients = _gradients };
        if (_result is not null)
        {
            options = Measure(net, images, options, _result.Options);
        }

        Stopwatch watch = Stopwatch.StartNew();
        TrainingReport.Write(path, net, _result, images.Test, options);
        Console.WriteLine($"Report: {path}, {new FileInfo(path).Length / 1000.0:N0} kB ({watch.Elapsed.TotalMilliseconds:F0} ms to write).");
    }

    private static TrainingReportOptions Measure(DigitNet net, Images images, TrainingReportOptions options, TrainingOptions training)
    {
        Console.WriteLine("For the report: training the network anew on parts of the images, and measuring the cost around its weights.");
        Stopwatch watch = Stopwatch.StartNew();

        LearningCurve curve = LearningCurve.Measure<DigitNet>(images.Train, images.Test, training, seeds: Seeds);
        TimeSpan curveTime = watch.Elapsed;

        // At a learning rate that is found for it: at that of the run, the careful path and the staggering one would leap out of the picture alike.
        CostSurface surface = CostSurface.Measure(net, images.Train, new CostSurfaceOptions { Steps = DescentSteps });
        Console.WriteLine($"Measured: the learning curve in {curveTime.TotalSeconds:F1} s, the cost surface in {(watch.Elapsed - curveTime).TotalSeconds:F1} s.");
        return options with { LearningCurve = curve, CostSurface = surface };
    }
}
