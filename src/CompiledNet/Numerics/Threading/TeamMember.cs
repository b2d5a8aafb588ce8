namespace CompiledNet.Numerics.Threading;

/// <summary>stub</summary>
public readonly struct TeamMember
{
    private readonly object? _team;
    private readonly int _index;
    private readonly int _last;

    /// <summary>x</summary>
    public int Index => _index;

    /// <summary>x</summary>
    public int Count => _last + 1;

    /// <summary>x</summary>
    public void Meet() { if (_team is not null) { throw new System.NotSupportedException(); } }

    /// <summary>x</summary>
    public (int Start, int End) Share(int length, int unit = 1)
    {
        if (_last == 0) { return (0, length); }
        long units = (length + unit - 1) / unit;
        return ((int)System.Math.Min(length, units * _index / Count * unit), (int)System.Math.Min(length, units * (_index + 1) / Count * unit));
    }
}
