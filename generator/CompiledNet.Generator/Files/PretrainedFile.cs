using System;
using System.Collections.Generic;
using System.Linq;
using CompiledNet.Generator.Diagnostics;
using CompiledNet.Generator.Model;
using Microsoft.CodeAnalysis;

namespace CompiledNet.Generator.Files;

/// <summary>
/// The weights of a network from a safetensors file, by the rules of <c>ModelFile.Load</c>: all tensors of the network and no others, with their shapes, all finite,
/// no variance negative; and where the file says of which topology it is, that must be the network's. Beside 32-bit floats, it takes 16-bit ones.
/// </summary>
internal sealed class PretrainedFile
{
    /// <summary>So many tensors are named one by one; a file of another network has hundreds of wrong ones.</summary>
    private const int MostProblems = 10;

    /// <summary>
    /// The bytes of weights that are compiled in at most. The compiler takes about half a second for a million (measured), so that this is half a minute of every build;
    /// and the generated text, which editors keep, is a third longer.
    /// </summary>
    internal const long MostBytes = 64_000_000;

    private const string OwnPrefix = "compilednet.";
    private const string TopologyKey = OwnPrefix + "topology";
    private const string LayersKey = OwnPrefix + "layers";
    private const string NetworkKey = OwnPrefix + "network";
    private const string VersionKey = OwnPrefix + "version";
    private const string CheckpointKey = OwnPrefix + "sha256";

    private static readonly HashSet<string> KnownKeys = new(
        [NetworkKey, VersionKey, TopologyKey, LayersKey, OwnPrefix + "input_scaler", OwnPrefix + "target_scaler", OwnPrefix + "input_names", OwnPrefix + "class_names"],
        StringComparer.Ordinal);

    private readonly NetworkModel _model;
    private readonly BuildFile _file;
    private readonly StorageKind _storage;
    private readonly List<FileProblem> _problems = [];

    private PretrainedFile(NetworkModel model, BuildFile file, StorageKind storage)
    {
        _model = model;
        _file = file;
        _storage = storage;
    }

    /// <summary>The weights; null where there are problems.</summary>
    public static PretrainedModel? Read(NetworkModel model, BuildFile file, StorageKind storage, out EquatableArray<FileProblem> problems)
    {
        PretrainedFile reader = new(model, file, storage);
        PretrainedModel? read = null;
        try
        {
            read = reader.Read();
        }
        catch (BadFileException exception)
        {
            reader.Report(Descriptors.InvalidWeightsFile, exception.Message);
        }

        problems = reader._problems;
        return read;
    }

    private PretrainedModel? Read()
    {
        long bytes = ((long)_model.ParameterCount + _model.StatisticCount) * (_storage == StorageKind.Float16 ? sizeof(ushort) : sizeof(float));
        if (bytes > MostBytes)
        {
            _problems.Add(new FileProblem(
                Descriptors.TooLarge.Id,
                new[] { _model.Type.PlainName, FormattableString.Invariant($"its weights are {bytes:N0} bytes of constants as {_storage}"), FormattableString.Invariant($"{MostBytes:N0}; use Load when the program runs instead of [Pretrained]") }));
            return null;
        }

        SafeTensorsHeader header = SafeTensorsHeader.Read(_file.Bytes);
        CheckMetadata(header);
        if (_problems.Count == 0)
        {
            CheckTensors(header);
        }

        if (_problems.Count > 0)
        {
            return null;
        }

        float[] parameters = new float[_model.ParameterCount];
        float[] statistics = new float[_model.StatisticCount];
        Dictionary<string, SafeTensorInfo> tensors = header.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        foreach (LayerModel layer in _model.Layers)
        {
            foreach (TensorModel tensor in layer.Tensors)
            {
                ReadTensor(header, tensors[tensor.FileName], tensor, parameters, isVariance: false);
            }

            foreach (TensorModel tensor in layer.Statistics)
            {
                ReadTensor(header, tensors[tensor.FileName], tensor, statistics, tensor.Role == "RunningVariance");
            }
        }

        return _problems.Count > 0 ? null : new PretrainedModel(_file.Name, _file.Hash, _storage, new WeightValues(parameters), new WeightValues(statistics));
    }

    private void CheckMetadata(SafeTensorsHeader header)
    {
        string? unknown = header.Metadata.Keys.FirstOrDefault(key => key.StartsWith(OwnPrefix, StringComparison.Ordinal) && !KnownKeys.Contains(key));
        if (header.Find(CheckpointKey) is not null)
        {
            throw new BadFileException("it is a checkpoint of training, not a saved network; resume training from it, save the network, and name that file here");
        }

        if (unknown is not null)
        {
            throw new BadFileException(
                $"its metadata has {Quoted.Text(unknown)}, which this version of CompiledNet does not know; it was written by version {Quoted.Text(header.Find(VersionKey) ?? "unknown")}");
        }

        string description = TopologyText.Description(_model);
        if (header.Find(TopologyKey) is not { } hash || hash == TopologyText.Hash(description))
        {
            return;
        }

        string difference = "its layers or activations differ";
        if (header.Find(LayersKey) is { } layers)
        {
            string[] found = layers.Split('\n');
            string[] expected = description.Split('\n');
            int n = 0;
            while (n < found.Length && n < expected.Length && found[n] == expected[n])
            {
                n++;
            }

            difference = n < Math.Max(found.Length, expected.Length) ? $"where it has {LineText(found, n)}, expected {LineText(expected, n)}" : difference;
        }

        Report(Descriptors.WeightsOfAnotherNetwork, Quoted.Text(header.Find(NetworkKey) ?? "unnamed"), difference);
    }

    private static string LineText(string[] lines, int n) => n < lines.Length && lines[n].Length > 0 ? Quoted.Text(lines[n]) : "no more layers";

    private void CheckTensors(SafeTensorsHeader header)
    {
        TensorModel[] expected = [.. _model.Layers.SelectMany(layer => layer.Tensors.Concat(layer.Statistics))];
        Dictionary<string, SafeTensorInfo> found = header.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        List<string> wrong = [];
        foreach (TensorModel tensor in expected)
        {
            string shape = Quoted.List(FileShape(tensor)) + (tensor.Shape.IsFlat ? string.Empty : ", outputs first");
            if (!found.TryGetValue(tensor.FileName, out SafeTensorInfo? info))
            {
                wrong.Add($"the tensor '{tensor.FileName}' is missing; expected F32 {shape}");
            }
            else if (info.Type is not ("F32" or "F16" or "BF16"))
            {
                wrong.Add($"the tensor '{tensor.FileName}' is {info}; expected F32, F16 or BF16 {shape}");
            }
            else if (!info.Shape.SequenceEqual(FileShape(tensor)))
            {
                wrong.Add($"the tensor '{tensor.FileName}' has the shape {Quoted.List(info.Shape)}; expected {shape}");
            }
        }

        HashSet<string> names = new(expected.Select(tensor => tensor.FileName), StringComparer.Ordinal);
        HashSet<string> counters = new(
            _model.Layers.Where(layer => layer.Statistics.Count > 0).Select(layer => FormattableString.Invariant($"{layer.Number}.num_batches_tracked")), StringComparer.Ordinal);
        foreach (SafeTensorInfo info in header.Tensors.Where(info => !names.Contains(info.Name)))
        {
            // Of a counter there is nothing expected but that it is one.
            if (!counters.Contains(info.Name))
            {
                wrong.Add($"the tensor {Quoted.Text(info.Name)}, {info}, is not one of the network's");
            }
            else if (info.Type != "I64" || info.Shape.Count != 0)
            {
                wrong.Add($"the tensor '{info.Name}' is {info}; expected I64 []");
            }
        }

        foreach (string what in wrong.Take(wrong.Count > MostProblems ? MostProblems - 1 : MostProblems))
        {
            Report(Descriptors.WeightsDoNotFit, what);
        }

        if (wrong.Count > MostProblems)
        {
            Report(Descriptors.WeightsDoNotFit, FormattableString.Invariant($"{wrong.Count - MostProblems + 1} more tensors are missing, of another shape or type, or not the network's"));
        }
    }

    private void ReadTensor(SafeTensorsHeader header, SafeTensorInfo info, TensorModel tensor, float[] all, bool isVariance)
    {
        int length = tensor.Shape.Length;
        int start = header.DataStart + (int)info.Start;
        byte[] bytes = _file.Bytes;
        bool isWide = info.Type == "F32";
        bool isHalf = info.Type == "F16";
        EquatableArray<int> extents = tensor.Shape.Extents;

        // In memory [places][inputs][outputs], in the file [outputs][inputs][places]; a dense layer has one place, a bias neither places nor inputs.
        bool isFlat = extents.Count < 2;
        int outputs = extents[extents.Count - 1];
        int inputs = isFlat ? 1 : extents[extents.Count - 2];
        int places = length / (outputs * inputs);
        int index = 0;
        for (int o = 0; o < outputs; o++)
        {
            for (int i = 0; i < inputs; i++)
            {
                for (int p = 0; p < places; p++)
                {
                    float value;
                    if (isWide)
                    {
                        int at = start + (index * 4);
                        value = FloatText.OfBits(bytes[at] | ((uint)bytes[at + 1] << 8) | ((uint)bytes[at + 2] << 16) | ((uint)bytes[at + 3] << 24));
                    }
                    else
                    {
                        int at = start + (index * 2);
                        ushort half = (ushort)(bytes[at] | (bytes[at + 1] << 8));
                        value = isHalf ? HalfFloat.Widen(half) : HalfFloat.WidenBrain(half);
                    }

                    if (WhyNot(value, isVariance) is { } expected)
                    {
                        ReportValue(info, index, value, expected);
                        return;
                    }

                    all[tensor.Offset + (((p * inputs) + i) * outputs) + o] = value;
                    index++;
                }
            }
        }
    }

    private string? WhyNot(float value, bool isVariance) =>
        float.IsNaN(value) || float.IsInfinity(value) ? "a finite number"
        : isVariance && value < 0 ? "no negative number, as it is a variance"
        : _storage == StorageKind.Float16 && !HalfFloat.Fits(value) ? "at most 65504 in magnitude for WeightStorage.Float16; WeightStorage.Float32 can store it"
        : null;

    private void ReportValue(SafeTensorInfo info, int index, float value, string expected)
    {
        long[] place = new long[info.Shape.Count];
        long rest = index;
        for (int d = place.Length - 1; d >= 0; d--)
        {
            place[d] = rest % info.Shape[d];
            rest /= info.Shape[d];
        }

        string text = float.IsNaN(value) ? "not a number" : float.IsInfinity(value) ? "infinite" : FloatText.Text(value);
        Report(Descriptors.WeightCannotBe, Quoted.List(place), info.Name, text, expected);
    }

    /// <summary>The shape a tensor has in a file, which is PyTorch's: the last two extents first, swapped.</summary>
    private static long[] FileShape(TensorModel tensor)
    {
        long[] extents = [.. tensor.Shape.Extents.Select(extent => (long)extent)];
        return extents.Length < 2 ? extents : [extents[extents.Length - 1], extents[extents.Length - 2], .. extents.Take(extents.Length - 2)];
    }

    private void Report(DiagnosticDescriptor descriptor, params string[] arguments) =>
        _problems.Add(new FileProblem(descriptor.Id, new[] { _model.Type.PlainName, _file.Name }.Concat(arguments).ToArray()));
}
