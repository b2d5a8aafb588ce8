namespace Samples;

/// <summary>
/// How each digit is written: its strokes, as points joined by lines, in a box from (0, 0) at the upper left to (1, 1) at the lower right.
/// </summary>
internal static class Strokes
{
    private const int PointsInACircle = 20;

    /// <summary>The ways to write each digit.</summary>
    public static readonly (float X, float Y)[][][][] Digits =
    [
        [[Arc(0.5f, 0.5f, 0.33f, 0.47f, -90, 270)]],
        [
            [Line((0.32f, 0.22f), (0.55f, 0.03f), (0.55f, 0.97f))],
            [Line((0.5f, 0.03f), (0.5f, 0.97f))],
        ],
        [
            [Join(Arc(0.5f, 0.3f, 0.3f, 0.27f, 190, 395), Line((0.18f, 0.96f), (0.85f, 0.96f)))],
            [Join(Arc(0.48f, 0.28f, 0.28f, 0.25f, 200, 400), Arc(0.3f, 0.85f, 0.12f, 0.1f, 60, 330), Line((0.85f, 0.95f)))],
        ],
        [
            [Join(Arc(0.46f, 0.27f, 0.28f, 0.24f, 205, 430), Arc(0.46f, 0.73f, 0.32f, 0.24f, -85, 155))],
            [Join(Line((0.2f, 0.04f), (0.76f, 0.04f), (0.45f, 0.42f)), Arc(0.46f, 0.7f, 0.3f, 0.27f, -80, 155))],
        ],
        [
            [Line((0.6f, 0.03f), (0.13f, 0.66f), (0.88f, 0.66f)), Line((0.66f, 0.36f), (0.64f, 0.97f))],
            [Line((0.22f, 0.05f), (0.18f, 0.5f), (0.78f, 0.5f)), Line((0.78f, 0.05f), (0.74f, 0.97f))],
        ],
        [
            [Join(Line((0.8f, 0.04f), (0.28f, 0.04f), (0.25f, 0.44f)), Arc(0.47f, 0.69f, 0.33f, 0.28f, 235, 515))],
        ],
        [
            [Join(Arc(0.85f, 0.6f, 0.65f, 0.58f, 265, 175), Arc(0.5f, 0.71f, 0.3f, 0.26f, 180, -185))],
        ],
        [
            [Line((0.16f, 0.06f), (0.84f, 0.06f), (0.4f, 0.97f))],
            [Line((0.16f, 0.06f), (0.84f, 0.06f), (0.4f, 0.97f)), Line((0.34f, 0.5f), (0.8f, 0.5f))],
        ],
        [
            [Arc(0.5f, 0.27f, 0.25f, 0.24f, 90, 450), Arc(0.5f, 0.74f, 0.3f, 0.24f, -90, 270)],
        ],
        [
            [Join(Arc(0.5f, 0.29f, 0.29f, 0.26f, 0, 360), Line((0.74f, 0.97f)))],
            [Join(Arc(0.5f, 0.29f, 0.29f, 0.26f, 0, 360), Arc(0.3f, 0.45f, 0.49f, 0.52f, 0, 95))],
        ],
    ];

    private static (float X, float Y)[] Line(params (float X, float Y)[] points) => points;

    private static (float X, float Y)[] Join(params (float X, float Y)[][] parts) => [.. parts.SelectMany(part => part)];

    // Degrees from the right, clockwise as y goes down.
    private static (float X, float Y)[] Arc(float x, float y, float radiusX, float radiusY, float from, float to)
    {
        int steps = (int)MathF.Ceiling(MathF.Abs(to - from) / 360 * PointsInACircle);
        (float X, float Y)[] points = new (float X, float Y)[steps + 1];
        for (int i = 0; i <= steps; i++)
        {
            (float sin, float cos) = MathF.SinCos((from + ((to - from) * i / steps)) * MathF.PI / 180);
            points[i] = (x + (radiusX * cos), y + (radiusY * sin));
        }

        return points;
    }
}
