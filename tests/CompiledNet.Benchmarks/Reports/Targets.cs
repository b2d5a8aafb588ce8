namespace CompiledNet.Benchmarks;

/// <summary>The ratios people look for first, from the rows of a quick run.</summary>
internal static class Targets
{
    public static Table Table(IReadOnlyList<Row> rows)
    {
        Table table = new("Targets", "CompiledNet", "beside", "by medians", "by fastest rounds");
        string plain = AllPeers.Plain.Name;
        string modules = AllPeers.TorchModules.Name;
        string tensors = AllPeers.TorchTensors.Name;
        string onnx = AllPeers.OnnxRuntime.Name;

        Beside(Suite.PredictOneSection, AllWorkloads.Digits, 1, modules, tensors, onnx, plain);
        Beside(Suite.PredictOneSection, AllWorkloads.SmallTanh, 1, modules, tensors, onnx);
        foreach (int batch in new[] { 32, 128 })
        {
            Beside(Suite.StepSection, AllWorkloads.Digits, batch, modules, tensors);
            Share(Suite.StepSection, AllWorkloads.Digits, batch);
        }

        foreach (int batch in new[] { 32, 128 })
        {
            Beside(Suite.StepSection, AllWorkloads.SmallTanh, batch, modules, tensors);
        }

        Beside(Suite.FitSection, AllWorkloads.SmallTanh, AllWorkloads.ManyExamples, modules, tensors);
        foreach (int batch in new[] { 32, 128 })
        {
            Beside(Suite.StepSection, AllWorkloads.LargeReLU, batch, modules, tensors);
            Share(Suite.StepSection, AllWorkloads.LargeReLU, batch);
        }

        Beside(Suite.PredictOneSection, AllWorkloads.LeNet5, 1, modules, onnx);
        foreach (int batch in new[] { 32, 128 })
        {
            Beside(Suite.StepSection, AllWorkloads.LeNet5, batch, modules);
            Share(Suite.StepSection, AllWorkloads.LeNet5, batch);
        }

        foreach (Row row in rows.Where(row => row.Section == TrainSuite.ThreadsSection && row.Ours is not null))
        {
            Timing two = row.Results[1].Timing!;
            Add(row, "two threads over one", Format.Ratio(row.Ours!.Median / two.Median), Format.Ratio(row.Ours.Minimum / two.Minimum));
        }

        foreach (Row row in rows.Where(row => row.Section == TrainSuite.EpochSection))
        {
            Timing bare = row.Find(TrainSuite.BareSteps)!;
            Add(row, "epoch over bare steps", Format.Ratio(row.Ours!.Median / bare.Median), Format.Ratio(row.Ours.Minimum / bare.Minimum));
        }

        return table;

        void Beside(string section, Workload workload, int batch, params string[] peers)
        {
            Row? row = Find(rows, section, workload, batch);
            foreach (string peer in peers)
            {
                if (row is { Ours: { } ours } && row.Find(peer) is { } timing)
                {
                    Add(row, peer, Format.Ratio(timing.Median / ours.Median), Format.Ratio(timing.Minimum / ours.Minimum));
                }
            }
        }

        void Share(string section, Workload workload, int batch)
        {
            if (Find(rows, section, workload, batch) is { PeakShare: { } share, BestPeakShare: { } best } row)
            {
                Add(row, "share of the multiply-add peak", Format.Percent(share), Format.Percent(best));
            }
        }

        void Add(Row row, string beside, string median, string best) => table.Add($"{row.Section}: {row.Network}, {row.Work}", beside, median, best);
    }

    public static Row? Find(IEnumerable<Row> rows, string section, Workload workload, int batch) =>
        rows.FirstOrDefault(row => row.Section == section && row.Network == workload.Name && row.Work == Suite.BatchName(batch));
}
