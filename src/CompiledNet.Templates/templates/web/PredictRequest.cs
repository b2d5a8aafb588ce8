using System.Text.Json.Serialization;

namespace CompiledNetNamespace;

/// <summary>What is asked: <c>{ "points": [[0.6, 0], [0, 0]] }</c>. Other members than this one are refused.</summary>
/// <param name="Points">From one to <see cref="MaximumPoints"/> points, x and y each.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record PredictRequest([property: JsonRequired] float[][] Points)
{
    public const int MaximumPoints = 1_000;

    /// <summary>How large a request may be, in bytes: room for as many points with all their digits.</summary>
    public const int MaximumBytes = 128 * MaximumPoints;

    /// <summary>What is wrong with it, by the member that is; nothing where all is right.</summary>
    public Dictionary<string, string[]> FindErrors()
    {
        Dictionary<string, string[]> errors = [];
        if (Points is null || Points.Length is 0 or > MaximumPoints)
        {
            errors["points"] = [FormattableString.Invariant($"There are {Points?.Length ?? 0} points; expected from 1 to {MaximumPoints}.")];
            return errors;
        }

        for (int i = 0; i < Points.Length; i++)
        {
            if (Points[i]?.Length != RingNet.InputSize)
            {
                errors[FormattableString.Invariant($"points[{i}]")] = [FormattableString.Invariant($"The point has {Points[i]?.Length ?? 0} numbers; expected {RingNet.InputSize}.")];
            }
            else if (!Array.TrueForAll(Points[i], float.IsFinite))
            {
                errors[FormattableString.Invariant($"points[{i}]")] = ["A number is too large for a float."];
            }
        }

        return errors;
    }
}

/// <summary>The answer.</summary>
/// <param name="Predictions">A prediction for each point, in the request's order.</param>
internal sealed record PredictResponse(Prediction[] Predictions);

/// <summary>What the network says of a point.</summary>
/// <param name="Class">The likeliest class.</param>
/// <param name="Probability">How likely it is, from 0 to 1.</param>
internal readonly record struct Prediction(string Class, float Probability);

/// <summary>Reads requests and writes answers by generated code instead of reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PredictRequest))]
[JsonSerializable(typeof(PredictResponse))]
internal sealed partial class PredictJson : JsonSerializerContext;
