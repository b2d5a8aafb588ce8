namespace CompiledNet.Numerics.Threading;

/// <summary>Takes a member out of its work when another member's has failed. The team swallows it: the other's exception is the one that counts.</summary>
internal sealed class MeetingFailedException(string message) : Exception(message);
