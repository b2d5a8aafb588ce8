using System.Text;
using CompiledNet.Storage;
using CompiledNet.Reports;

namespace CompiledNet;

/// <summary>
/// A report on a trained network as one HTML file: its diagram, its layers, the curves of its training, what it confuses, what its weights look like, and
/// what decided the run. The file needs no other: figures are in it as SVG, there is no script, and nothing is loaded from anywhere.
/// </summary>
/// <remarks>
/// <para>It reads on screens from a phone's on, light or dark as the reader's system is, and on paper. Figures have alternative texts.</para>
/// <para>
/// The same network, result and test data give the same bytes on every machine with the same version, but for the time that training took. Nothing else is
/// read from a clock.
/// </para>
/// <code>
/// TrainingResult result = net.Train(training, options);
/// TrainingReport.Write("report.html", net, result, test, new TrainingReportOptions { ClassNames = Mnist.ClassNames });
/// </code>
/// </remarks>
public static class TrainingReport
{
    /// <summary>Writes a report to a file: whole or not at all; one that is there is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="network">The network, as it was trained.</param>
    /// <param name="result">What <c>Train</c> returned; null for a network that was loaded: the report then has no curves and no run.</param>
    /// <param name="test">What to measure the network on.</param>
    /// <param name="options">What else to show; null for nothing.</param>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <exception cref="ArgumentException">The test data have not the network's sizes, or an option does not go with the network.</exception>
    /// <exception cref="IOException">The file cannot be written; what was there before is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be written; what was there before is as it was.</exception>
    public static void Write<TNetwork>(string path, TNetwork network, TrainingResult? result, Dataset test, TrainingReportOptions? options = null)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] page = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(Create(network, result, test, options));
        AtomicFile.Write(path, stream => stream.Write(page));
    }

    /// <summary>A report as text, to be kept as UTF-8.</summary>
    /// <param name="network">The network, as it was trained.</param>
    /// <param name="result">What <c>Train</c> returned; null for a network that was loaded: the report then has no curves and no run.</param>
    /// <param name="test">What to measure the network on.</param>
    /// <param name="options">What else to show; null for nothing.</param>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <returns>A whole HTML document, well-formed as XML, too; lines end in line feeds.</returns>
    /// <exception cref="ArgumentException">The test data have not the network's sizes, or an option does not go with the network.</exception>
    public static string Create<TNetwork>(TNetwork network, TrainingResult? result, Dataset test, TrainingReportOptions? options = null)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(test);
        options ??= new TrainingReportOptions();
        ReportCheck.Check(TNetwork.Topology, options);
        Fitting.CheckSame(TNetwork.Topology, result?.Topology, "training result", nameof(result));
        return ReportPage.Write(ReportContent.Of(network, result, test, options));
    }
}
