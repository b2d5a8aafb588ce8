namespace CompiledNet.Numerics.Threading;

/// <summary>Something that a thread waits for in a <see cref="WaitingRoom"/>. A struct, so that asking is compiled into the loop that waits.</summary>
internal interface ICondition
{
    /// <summary>Whether it has come true. Once true, it stays true for as long as someone waits for it.</summary>
    bool IsMet();
}
