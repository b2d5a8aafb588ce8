namespace CompiledNet;

/// <summary>The rows of a CSV file, coded by a schema.</summary>
internal sealed class CsvExamples : IDisposable
{
    private readonly CsvSchema _schema;
    private readonly CsvRows _rows;
    private readonly int[] _inputs;
    private readonly int[] _targets; // none where only the inputs are wanted
    private readonly int[] _needed;

    public CsvExamples(CsvSource source, CsvSchema schema, bool withTargets = true)
    {
        _schema = schema;
        _rows = source.Open();
        try
        {
            _inputs = schema.FindInputs(_rows);
            _targets = withTargets ? schema.FindTargets(_rows) : [];
            _needed = withTargets ? [.. _inputs, .. _targets] : [];
        }
        catch
        {
            _rows.Dispose();
            throw;
        }
    }

    /// <summary>Goes on to the next row that is an example; false at the end.</summary>
    public bool Next()
    {
        while (_rows.Read())
        {
            if (!_schema.DropsRows || _schema.IsWhole(_rows, _needed))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Codes the row.</summary>
    public void Encode(Span<float> inputs, Span<float> targets)
    {
        _schema.EncodeInputs(_rows, _inputs, inputs);
        if (_targets.Length > 0)
        {
            _schema.EncodeTargets(_rows, _targets, targets);
        }
    }

    public void Dispose() => _rows.Dispose();

    /// <summary>How many examples a file has.</summary>
    public static long Count(CsvSource source, CsvSchema schema)
    {
        using CsvExamples examples = new(source, schema);
        long count = 0;
        while (examples.Next())
        {
            count++;
        }

        return count > 0 ? count : throw new InvalidDataException($"{source.Name}: there is no row that can be used; expected at least one.");
    }
}
