namespace CompiledNet;

/// <summary>Goes through a CSV file once and learns how its columns are to be coded.</summary>
internal static class SchemaLearner
{
    /// <summary>Learns a schema.</summary>
    /// <param name="source">The file.</param>
    /// <param name="options">Which columns are what.</param>
    /// <param name="count">How many examples the file holds.</param>
    public static CsvSchema Learn(CsvSource source, CsvOptions options, out long count)
    {
        using CsvRows rows = source.Open();
        ColumnLearner[] targets = [.. options.AllTargets.Select(name => new ColumnLearner(name, rows.Find(name, IsIn("Target")), TargetRole(options)))];
        ColumnLearner[] inputs = InputsOf(rows, source, options);
        ColumnLearner[] all = [.. inputs, .. targets];
        CsvText text = new(options);
        count = 0;
        long dropped = 0;
        while (rows.Read())
        {
            if (!IsWhole(rows, all, text, options.MissingValues))
            {
                dropped++;
                continue;
            }

            count++;
            foreach (ColumnLearner column in all)
            {
                if (!text.IsMissing(rows.Value(column.Place)))
                {
                    column.Add(rows, text);
                }
            }
        }

        if (count == 0)
        {
            throw new InvalidDataException(
                dropped > 0
                    ? FormattableString.Invariant($"{source.Name}: every row ({dropped} in all) misses a value and was dropped; expected at least one whole row.")
                    : $"{source.Name}: there is no row behind the header; expected at least one.");
        }

        return new CsvSchema(
            options, [.. inputs.Select(column => column.Finish(source.Name))], [.. targets.Select(column => column.Finish(source.Name))]);
    }

    private static ColumnLearner[] InputsOf(CsvRows rows, CsvSource source, CsvOptions options)
    {
        foreach (string name in options.Ignore)
        {
            _ = rows.Find(name, IsIn(nameof(CsvOptions.Ignore)));
        }

        foreach (string name in options.Categorical)
        {
            _ = rows.Find(name, IsIn(nameof(CsvOptions.Categorical)));
        }

        HashSet<string> others = new(options.AllTargets.Concat(options.Ignore), StringComparer.Ordinal);
        HashSet<string> categorical = new(options.Categorical, StringComparer.Ordinal);
        IReadOnlyList<string> names = options.Inputs.Count > 0 ? options.Inputs : [.. rows.Columns.Where(name => !others.Contains(name))];
        if (names.Count == 0)
        {
            throw new InvalidDataException($"{source.Name}: no column is left for the inputs; expected at least one that is no target and not ignored (CsvOptions.Ignore).");
        }

        ColumnLearner[] inputs =
        [
            .. names.Select(name => new ColumnLearner(
                name, rows.Find(name, IsIn(nameof(CsvOptions.Inputs))), categorical.Contains(name) ? ColumnRole.Categories : ColumnRole.Input)),
        ];
        categorical.ExceptWith(names);
        return categorical.Count == 0
            ? inputs
            : throw new InvalidDataException($"{source.Name}: the column '{categorical.First()}' is in CsvOptions.Categorical, but is no input; expected input columns.");
    }

    private static string IsIn(string property) => $"CsvOptions.{property} names";

    private static ColumnRole TargetRole(CsvOptions options) => options.Kind switch
    {
        CsvTargetKind.Classification => ColumnRole.ClassTarget,
        CsvTargetKind.Auto when options.Target is not null => ColumnRole.AnyTarget,
        _ => ColumnRole.NumberTarget,
    };

    // Whether a row is to be used.
    private static bool IsWhole(CsvRows rows, ColumnLearner[] columns, CsvText text, CsvMissingValues policy)
    {
        foreach (ColumnLearner column in columns)
        {
            if (text.IsMissing(rows.Value(column.Place)))
            {
                if (policy == CsvMissingValues.DropRow)
                {
                    return false;
                }

                if (policy == CsvMissingValues.Error || column.IsTarget)
                {
                    throw column.Missing(rows);
                }
            }
        }

        return true;
    }
}
