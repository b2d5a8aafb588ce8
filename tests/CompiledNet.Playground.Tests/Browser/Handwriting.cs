using Microsoft.Playwright;

namespace CompiledNet.Playground.Tests.Browser;

/// <summary>
/// Digits as hands write them: three hands, each stroke a few points that a smooth line goes through. They have nothing in common with the strokes of
/// the digits that the samples draw to learn from.
/// </summary>
internal static class Handwriting
{
    private const int StepsBetweenPoints = 6;

    // Coordinates in hundredths of the square that a digit is written in, x to the right, y down; a stroke is "x,y x,y ...".
    private static readonly string[][] Upright =
    [
        ["52,12 36,18 28,38 28,62 36,82 50,88 64,82 72,62 72,38 64,18 50,12"],
        ["40,26 53,13 53,88"],
        ["30,32 36,17 52,12 66,20 66,36 54,54 40,70 28,87 50,86 74,86"],
        ["31,20 46,12 62,16 67,30 58,43 44,47 60,50 70,64 65,80 48,88 30,81"],
        ["60,12 44,38 27,62 50,62 76,61", "62,40 61,64 60,90"],
        ["68,14 36,14", "36,14 33,44 50,40 66,48 70,66 62,82 46,88 30,82"],
        ["62,12 44,26 32,50 31,72 42,87 58,87 69,74 65,60 50,54 36,62"],
        ["28,15 50,15 72,14 60,40 50,64 44,88"],
        ["60,18 46,13 34,22 38,38 52,48 66,60 68,76 54,88 38,84 32,70 40,56 54,46 64,34 62,20 52,13"],
        ["66,28 54,14 38,18 33,34 42,46 56,44 66,30 66,52 64,72 60,90"],
    ];

    private static readonly string[][] Slanted =
    [
        ["60,10 42,16 31,36 26,60 32,82 48,90 62,78 71,56 74,32 68,14 58,10"],
        ["60,10 55,34 49,60 44,90"],
        ["36,26 48,12 64,13 70,26 62,44 46,62 26,86 34,82 48,86 68,88"],
        ["38,16 56,10 70,18 66,32 50,44 62,50 66,66 54,84 36,90 24,84"],
        ["50,10 40,34 30,56 46,58 72,54", "64,34 57,62 50,92"],
        ["46,12 40,30 35,46 50,42 62,52 62,70 50,86 30,88", "46,12 60,13 76,11"],
        ["68,10 50,24 36,46 29,70 36,88 52,88 63,74 58,60 44,60 32,74"],
        ["30,18 32,12 54,13 76,10 62,36 50,60 38,92", "36,50 52,50 66,48"],
        ["70,20 56,10 42,20 46,36 56,50 58,70 46,88 32,84 30,68 44,54 62,40 72,26 68,16"],
        ["70,22 56,12 42,22 38,38 48,46 62,38 70,22 64,46 56,68 48,92"],
    ];

    private static readonly string[][] Quick =
    [
        ["46,20 30,34 26,56 38,78 60,80 74,62 74,40 60,22 42,20 38,26"],
        ["50,14 50,40 49,64 49,86", "36,86 50,87 64,86"],
        ["26,30 40,18 60,20 68,34 56,54 38,72 30,82 40,74 52,80 76,80"],
        ["30,22 68,20 50,42 66,50 72,66 58,82 34,82"],
        ["34,16 32,36 34,50 52,52 70,48", "70,16 68,44 67,88"],
        ["70,18 52,18 36,19 35,34 34,46 54,44 70,56 66,76 48,84 28,78"],
        ["56,14 40,34 32,58 38,80 56,86 70,74 66,58 50,54 36,64"],
        ["26,22 48,20 74,20 66,38 58,60 54,86"],
        ["50,48 36,38 38,20 54,14 66,26 60,40 48,50 36,64 40,82 58,86 68,70 60,56 46,46"],
        ["68,34 58,20 42,22 36,38 48,48 62,42 68,30 70,54 64,76 48,86 34,82"],
    ];

    private static readonly string[][][] Hands = [Upright, Slanted, Quick];

    /// <summary>The number of hands.</summary>
    public static int HandCount => Hands.Length;

    /// <summary>Writes a digit into a box of the page with the mouse, as a person would: press, move, release, stroke by stroke.</summary>
    /// <param name="mouse">The mouse.</param>
    /// <param name="box">The box to write in.</param>
    /// <param name="digit">The digit.</param>
    /// <param name="hand">Whose hand, from 0.</param>
    public static async Task WriteAsync(IMouse mouse, LocatorBoundingBoxResult box, int digit, int hand)
    {
        foreach (string stroke in Hands[hand][digit])
        {
            (float X, float Y)[] points = [.. stroke.Split(' ').Select(Read)];
            await mouse.MoveAsync(AtX(points[0].X), AtY(points[0].Y));
            await mouse.DownAsync();
            for (int i = 1; i < points.Length; i++)
            {
                for (int step = 1; step <= StepsBetweenPoints; step++)
                {
                    (float x, float y) = Between(points, i, (float)step / StepsBetweenPoints);
                    await mouse.MoveAsync(AtX(x), AtY(y));
                }
            }

            await mouse.UpAsync();
        }

        float AtX(float x) => box.X + (x / 100 * box.Width);
        float AtY(float y) => box.Y + (y / 100 * box.Height);
    }

    private static (float X, float Y) Read(string point)
    {
        string[] parts = point.Split(',');
        return (int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    // A Catmull-Rom spline: through every point, its direction there that of the neighbours' connection.
    private static (float X, float Y) Between((float X, float Y)[] points, int i, float t)
    {
        (float X, float Y) before = points[Math.Max(0, i - 2)];
        (float X, float Y) from = points[i - 1];
        (float X, float Y) to = points[i];
        (float X, float Y) after = points[Math.Min(points.Length - 1, i + 1)];
        return (Spline(before.X, from.X, to.X, after.X, t), Spline(before.Y, from.Y, to.Y, after.Y, t));
    }

    private static float Spline(float a, float b, float c, float d, float t) =>
        0.5f * ((2 * b) + ((c - a) * t) + (((2 * a) - (5 * b) + (4 * c) - d) * t * t) + (((3 * (b - c)) + d - a) * t * t * t));
}
