namespace TinyDigits;

/// <summary>The trained network.</summary>
internal static class Network
{
    public static DigitNet Create() => DigitNet.Load(Path.Combine(AppContext.BaseDirectory, "digits.safetensors"));
}
