using System.Runtime.CompilerServices;

namespace CompiledNet;

/// <summary>
/// Label smoothing (Szegedy et al., "Rethinking the Inception Architecture", 2016, section 7): <c>y (1 - e) + e / K</c> for K classes, so that
/// the network is not driven to be certain. One output stands for two classes.
/// </summary>
internal static class TargetSmoothing
{
    /// <summary>Smooths targets in place.</summary>
    /// <param name="targets">The targets, <c>[rows][size]</c>.</param>
    /// <param name="size">The number of outputs.</param>
    /// <param name="share">The share that is spread evenly, from 0 to 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(Span<float> targets, int size, float share)
    {
        float kept = 1 - share;
        float spread = share / Math.Max(size, 2);
        for (int i = 0; i < targets.Length; i++)
        {
            targets[i] = MathF.FusedMultiplyAdd(targets[i], kept, spread);
        }
    }
}
