namespace CompiledNet;

/// <summary>What the target column of a CSV file is.</summary>
public enum CsvTargetKind
{
    /// <summary>Numbers if every value is one, else classes.</summary>
    Auto,

    /// <summary>Classes, also where their names are numbers; targets are one-hot.</summary>
    Classification,

    /// <summary>Numbers.</summary>
    Regression,
}
