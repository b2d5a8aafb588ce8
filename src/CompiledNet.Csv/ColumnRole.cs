namespace CompiledNet;

/// <summary>What a column of a CSV file may be, as the options say.</summary>
internal enum ColumnRole
{
    /// <summary>An input: numbers or, if no value is one, categories.</summary>
    Input,

    /// <summary>An input of categories, whatever they look like.</summary>
    Categories,

    /// <summary>A target of numbers.</summary>
    NumberTarget,

    /// <summary>A target of classes, whatever they look like.</summary>
    ClassTarget,

    /// <summary>A target of numbers or, if any value is none, classes.</summary>
    AnyTarget,
}
