namespace CompiledNet.Benchmarks;

/// <summary>Rows as tables.</summary>
internal static class SectionTables
{
    /// <summary>CompiledNet with its rate, and each peer's time and how many times as long that is.</summary>
    public static Table Compare(string title, IReadOnlyList<Row> rows)
    {
        string[] peers = [.. rows.SelectMany(row => row.Results).Select(result => result.Peer).Distinct().Skip(1)];
        Table table = new(title, ["network", "batch", "CompiledNet", "half within", "GFLOP/s", "of peak", .. peers]);
        foreach (Row row in rows)
        {
            Timing ours = row.Ours!;
            table.Add(
            [
                row.Network,
                row.Work.Replace("batch ", "", StringComparison.Ordinal),
                Format.Time(ours.Median),
                "+-" + Format.Percent(ours.Spread),
                Format.Rate(row.Rate ?? 0),
                Format.Percent(row.PeakShare ?? 0),
                .. peers.Select(peer => Beside(row, peer, ours)),
            ]);
        }

        return table;
    }

    /// <summary>Whole epochs beside bare steps and peers.</summary>
    public static Table Epochs(string title, IReadOnlyList<Row> rows)
    {
        string[] peers = [.. rows.SelectMany(row => row.Results).Select(result => result.Peer).Distinct().Skip(2)];
        Table table = new(title, ["network", "", "Train", "half within", "bare steps", "Train / bare", .. peers]);
        foreach (Row row in rows)
        {
            Timing ours = row.Ours!;
            Timing bare = row.Find(TrainSuite.BareSteps)!;
            table.Add(
            [
                row.Network, row.Work, Format.Time(ours.Median), "+-" + Format.Percent(ours.Spread), Format.Time(bare.Median),
                Format.Ratio(ours.Median / bare.Median), .. peers.Select(peer => Beside(row, peer, ours)),
            ]);
        }

        return table;
    }

    /// <summary>Two threads beside one.</summary>
    public static Table Threads(string title, IReadOnlyList<Row> rows)
    {
        Table table = new(title, "network", "", "who", "1 thread", "2 threads", "faster", "fastest rounds");
        foreach (Row row in rows)
        {
            Timing one = row.Results[0].Timing!;
            Timing two = row.Results[1].Timing!;
            table.Add(
                row.Network,
                row.Work,
                row.Results[0].Peer,
                Format.Time(one.Median),
                Format.Time(two.Median),
                Format.Ratio(one.Median / two.Median),
                Format.Ratio(one.Minimum / two.Minimum));
        }

        return table;
    }

    private static string Beside(Row row, string peer, Timing ours) =>
        row.Find(peer) is { } timing ? $"{Format.Time(timing.Median)} {Format.Ratio(timing.Median / ours.Median),6}"
        : row.Results.Any(result => result.Peer == peer) ? "n/a"
        : "-";
}
