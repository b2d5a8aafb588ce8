using Microsoft.AspNetCore.Http.HttpResults;

namespace CompiledNetNamespace;

/// <summary>POST /predict.</summary>
internal static class PredictEndpoint
{
    /// <summary>What the network says of each point; or, with status 400, everything that is wrong with the request.</summary>
    public static Results<Ok<PredictResponse>, ValidationProblem> Predict(PredictRequest request, RingNet net)
    {
        if (request.FindErrors() is { Count: > 0 } errors)
        {
            return TypedResults.ValidationProblem(errors);
        }

        // Predict writes to memory that is there already: apart from the answer itself, nothing is allocated.
        Span<float> probabilities = stackalloc float[RingNet.OutputSize];
        Prediction[] predictions = new Prediction[request.Points.Length];
        for (int i = 0; i < predictions.Length; i++)
        {
            net.Predict(request.Points[i], probabilities);
            int label = probabilities[1] > probabilities[0] ? 1 : 0;
            predictions[i] = new Prediction(RingData.ClassNames[label], probabilities[label]);
        }

        return TypedResults.Ok(new PredictResponse(predictions));
    }
}
