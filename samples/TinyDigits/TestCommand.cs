using CompiledNet;

namespace TinyDigits;

/// <summary>Tests the network that is compiled in.</summary>
internal static class TestCommand
{
    public static int Run(CommandLine line)
    {
        (string description, _, Dataset test) = Digits.Get(line.Text("--data"));
        Console.WriteLine($"{test.Count} test images: {description}.");
        Console.WriteLine(new DigitNet().Evaluate(test));
        return 0;
    }
}
