using CompiledNet.Numerics;

namespace CompiledNet;

/// <summary>
/// Where each pixel of a transformed image comes from: with <c>u = x - (width - 1) / 2</c> and <c>v = y - (height - 1) / 2</c>, the place from the
/// image's centre, the pixel at <c>(u, v)</c> is what the image has at <c>(XX u + XY v + X, YX u + YY v + Y)</c>.
/// </summary>
/// <param name="XX">How far to the right one goes in the image with each pixel to the right.</param>
/// <param name="XY">How far to the right with each pixel down.</param>
/// <param name="X">How far to the right the centre comes from.</param>
/// <param name="YX">How far down one goes with each pixel to the right.</param>
/// <param name="YY">How far down with each pixel down.</param>
/// <param name="Y">How far down the centre comes from.</param>
internal readonly record struct ImageMap(double XX, double XY, double X, double YX, double YY, double Y)
{
    /// <summary>The map that leaves every image as it is.</summary>
    public static ImageMap Identity => new(1, 0, 0, 0, 1, 0);

    /// <summary>Whether an image stays as it is.</summary>
    public bool IsIdentity => this == Identity;

    /// <summary>
    /// The map of an image that is first mirrored, then turned, made larger and moved: the inverse of these, as it says where pixels come from.
    /// </summary>
    /// <param name="mirrors">Whether left and right change places.</param>
    /// <param name="degrees">By how much it is turned, from -180 to 180; positive numbers turn it clockwise, as y runs downwards.</param>
    /// <param name="scale">What each length is multiplied by, above 0.</param>
    /// <param name="right">How many pixels it moves to the right.</param>
    /// <param name="down">How many pixels it moves down.</param>
    public static ImageMap Of(bool mirrors, double degrees, double scale, double right, double down)
    {
        (double sine, double cosine) = DeterministicMath.SineAndCosine(degrees);
        double along = cosine / scale;
        double across = sine / scale;
        double sign = mirrors ? -1 : 1;

        // + 0, so that no zero has a sign, and the identity is always the same.
        return new(
            (sign * along) + 0.0,
            (sign * across) + 0.0,
            (-sign * ((along * right) + (across * down))) + 0.0,
            -across + 0.0,
            along + 0.0,
            (across * right) - (along * down) + 0.0);
    }
}
