namespace CompiledNet.Playground.Sessions;

/// <summary>A request that cannot be met: the status says whose fault it is, the message what was wrong, where, and what was expected.</summary>
internal sealed class RequestException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;

    public static RequestException Bad(FormattableString message) => new(StatusCodes.Status400BadRequest, FormattableString.Invariant(message));

    public static RequestException NotFound(FormattableString message) => new(StatusCodes.Status404NotFound, FormattableString.Invariant(message));

    public static RequestException TooMany(FormattableString message) => new(StatusCodes.Status429TooManyRequests, FormattableString.Invariant(message));
}
