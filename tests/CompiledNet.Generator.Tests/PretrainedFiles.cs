using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace CompiledNet.Generator.Tests;

/// <summary>Safetensors files made by hand, and networks whose class was compiled a moment ago.</summary>
internal sealed class PretrainedFiles : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pretrained-").FullName;

    private delegate Span<float> Getter();

    public string Write(byte[] file, string name = "net.safetensors")
    {
        string path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, file);
        return path;
    }

    public string PathOf(string name = "net.safetensors") => Path.Combine(_folder, name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A file of a header and data, as they are.</summary>
    public static byte[] Of(string header, byte[] data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        return [.. length, .. json, .. data];
    }

    /// <summary>A file of tensors, each with its type, shape and data.</summary>
    public static byte[] Of(params (string Name, string Type, int[] Shape, byte[] Data)[] tensors)
    {
        StringBuilder header = new("{");
        int start = 0;
        foreach ((string name, string type, int[] shape, byte[] data) in tensors)
        {
            header.Append(header.Length > 1 ? "," : string.Empty).Append(System.Globalization.CultureInfo.InvariantCulture,
                $"\"{name}\":{{\"dtype\":\"{type}\",\"shape\":[{string.Join(',', shape)}],\"data_offsets\":[{start},{start + data.Length}]}}");
            start += data.Length;
        }

        return Of(header.Append('}').ToString(), [.. tensors.SelectMany(tensor => tensor.Data)]);
    }

    public static byte[] Floats(params float[] values) => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    public static byte[] Halves(params float[] values) => MemoryMarshal.AsBytes<Half>([.. values.Select(value => (Half)value)]).ToArray();

    public static byte[] BrainFloats(params float[] values) => MemoryMarshal.AsBytes<ushort>([.. values.Select(value => (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16))]).ToArray();

    /// <summary>A network's <c>Parameters</c> or <c>RunningStatistics</c>; empty where it has none.</summary>
    public static Span<float> Span(object network, string property = "Parameters") =>
        network.GetType().GetProperty(property) is { } found ? found.GetMethod!.CreateDelegate<Getter>(network)() : default;

    public static uint[] Bits(object network, string property = "Parameters") => MemoryMarshal.Cast<float, uint>(Span(network, property)).ToArray();
}
