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
        ColumnLearner[] targets = [.. options.AllTargets.Select(name => new ColumnLearner(name, Find(rows, source, name, "Target"), TargetRole(options)))];
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
                    ? FormattableString.Invariant($"{source.Name}: each of the {dropped} rows misses a value and was dropped; expected at least one whole row.")
                    : $"{source.Name}: there is no row behind the header; expected at least one.");
        }

        return new CsvSchema(
            options, [.. inputs.Select(column => column.Finish(source.Name))], [.. targets.Select(column => column.Finish(source.Name))]);
    }

    private static ColumnLearner[] InputsOf(CsvRows rows, CsvSource source, CsvOptions options)
    {
        foreach (string name in options.Ignore)
        {
            _ = Find(rows, source, name, "Ignore");
        }

        IEnumerable<string> names = options.Inputs.Count > 0
            ? options.Inputs
            : rows.Columns.Where(name => !options.AllTargets.Contains(name, StringComparer.Ordinal) && !options.Ignore.Contains(name, StringComparer.Ordinal));
        ColumnLearner[] inputs =
        [
            .. names.Select(name => new ColumnLearner(
                name,
                Find(rows, source, name, "Inputs"),
                options.Categorical.Contains(name, StringComparer.Ordinal) ? ColumnRole.Categories : ColumnRole.Input)),
        ];
        if (inputs.Length == 0)
        {
            throw new ArgumentException($"No column of {source.Name} is left for the inputs; expected at least one that is no target and not ignored.", nameof(options));
        }

        return options.Categorical.FirstOrDefault(name => !names.Contains(name, StringComparer.Ordinal)) is not { } stray
            ? inputs
            : throw new ArgumentException($"CsvOptions.Categorical names '{stray}', which is none of the input columns of {source.Name}.", nameof(options));
    }

    private static int Find(CsvRows rows, CsvSource source, string name, string property, string parameter = "options")
    {
        int place = rows.Columns.ToList().IndexOf(name);
        return place >= 0
            ? place
            : throw new ArgumentException(
                $"CsvOptions.{property} names the column '{name}'; the columns of {source.Name} are {string.Join(", ", rows.Columns.Select(column => $"'{column}'"))}.",
                parameter);
    }

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
