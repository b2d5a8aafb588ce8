using System.Text.Json;

namespace CompiledNet.Playground.Sessions;

/// <summary>What of the settings is to change; null for what stays.</summary>
internal sealed record SettingsChange(string? Optimizer, double? LearningRate, int? BatchSize, bool HasSpeed, int? Speed)
{
    private const string Full = "full";

    public static SettingsChange Read(JsonBody body)
    {
        bool hasSpeed = body.Has("speed");
        SettingsChange change = new(
            body.Has("optimizer") ? body.Word("optimizer", OptimizerChoice.Ids, null) : null,
            body.Has("learningRate") ? body.Number("learningRate", Limits.SmallestLearningRate, Limits.LearningRate, 0) : null,
            body.Has("batchSize") ? body.Whole("batchSize", 1, Limits.Batch, 0) : null,
            hasSpeed,
            hasSpeed && body.Any("speed") is { } speed ? ReadSpeed(body, speed) : null);
        body.Finish();
        return change;
    }

    private static int? ReadSpeed(JsonBody body, JsonElement speed)
    {
        if (speed.ValueKind == JsonValueKind.String && speed.ValueEquals(Full))
        {
            return null;
        }

        return speed.ValueKind == JsonValueKind.Number
            ? body.Whole("speed", 1, Limits.StepsASecond, 1)
            : throw body.Wrong("speed", speed, FormattableString.Invariant($"\"{Full}\" or steps a second, a whole number from 1 to {Limits.StepsASecond}"));
    }
}
