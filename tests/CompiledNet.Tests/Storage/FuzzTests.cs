using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using CompiledNet.Storage;
using CompiledNet.Tests.Training;
using Xunit.Abstractions;

namespace CompiledNet.Tests.Storage;

/// <summary>
/// Very many bad files: each is refused with an <see cref="InvalidDataException"/> and changes nothing, or is a good file after all, and then
/// gives the parameters that a reader of another make finds in it.
/// </summary>
public class FuzzTests(ITestOutputHelper output)
{
    private const int ModelFiles = 120_000;
    private const int Checkpoints = 30_000;
    private const float Untouched = 77;

    [Fact]
    public void A_bad_network_file_changes_nothing()
    {
        LinearNetwork source = LinearNetwork.Create(1);
        ModelInfo info = new()
        {
            InputScaler = new FeatureScaler([1, 2, 3], [4, 5, 6]),
            ClassNames = ["a", "b"],
            Properties = new Dictionary<string, string> { ["by"] = "é" },
        };
        const string Foreign = """{"1.weight":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"1.bias":{"dtype":"F32","shape":[2],"data_offsets":[24,32]}}""";
        byte[] numbers = MemoryMarshal.AsBytes(source.Parameters).ToArray();
        FileMutator mutator = new(20, [TestFile.Save(source), TestFile.Save(source, info), TestFile.Of(Foreign, numbers), TestFile.Of(Foreign, numbers)]);
        LinearNetwork network = new();
        int accepted = 0;
        for (int n = 0; n < ModelFiles; n++)
        {
            byte[] file = mutator.Next();
            network.Parameters.Fill(Untouched);
            try
            {
                ModelFile.LoadInto(network, new MemoryStream(file));
                accepted++;
                Assert.Equal(PlainParse(file), network.Parameters.ToArray());
            }
            catch (InvalidDataException exception)
            {
                Assert.StartsWith("the stream: ", exception.Message, StringComparison.Ordinal);
                Assert.True(network.Parameters.IndexOfAnyExcept(Untouched) < 0, "A refused file has changed the network.");
            }
            catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
            {
                Assert.Fail(FormattableString.Invariant($"File {n}: {exception.GetType().Name}: {exception.Message}\n{Convert.ToHexString(file)}"));
            }
        }

        output.WriteLine(FormattableString.Invariant($"{accepted} of {ModelFiles} files accepted, {ModelFiles - accepted} refused"));

        // Neither of the two may be a rarity, or little has been tested.
        Assert.InRange(accepted, ModelFiles / 100, ModelFiles / 2);
    }

    [Fact]
    public void A_bad_checkpoint_is_refused()
    {
        byte[][] good = [CheckpointContainerTests.Example(1), CheckpointContainerTests.Example(2)];
        FileMutator mutator = new(21, good);
        int accepted = 0;
        for (int n = 0; n < Checkpoints; n++)
        {
            byte[] file = mutator.Next();
            bool same = good.Any(other => other.AsSpan().SequenceEqual(file));
            try
            {
                CheckpointContainer.Read(new MemoryStream(file), "run");
                accepted++;
                Assert.True(same, FormattableString.Invariant($"File {n} was changed and not refused."));
            }
            catch (InvalidDataException)
            {
                Assert.False(same, FormattableString.Invariant($"File {n} is as it was and was refused."));
            }
        }

        output.WriteLine(FormattableString.Invariant($"{accepted} of {Checkpoints} checkpoints accepted, all unchanged; {Checkpoints - accepted} refused"));
        Assert.InRange(accepted, 1, Checkpoints / 10);
    }

    /// <summary>The parameters of a good file, found with another JSON reader, and checked for being all of the file.</summary>
    private static float[] PlainParse(byte[] file)
    {
        int header = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        using JsonDocument json = JsonDocument.Parse(file.AsMemory(8, header));
        float[] parameters = new float[LinearNetwork.Topology.ParameterCount];
        Assert.Equal(4 * parameters.Length, file.Length - 8 - header);
        string[] names = [.. json.RootElement.EnumerateObject().Select(property => property.Name).Where(name => name != "__metadata__")];
        Assert.Equal(["1.bias", "1.weight"], names.Order(StringComparer.Ordinal));
        JsonElement weight = json.RootElement.GetProperty("1.weight");
        JsonElement bias = json.RootElement.GetProperty("1.bias");
        Assert.Equal("F32F32", weight.GetProperty("dtype").GetString() + bias.GetProperty("dtype").GetString());
        Assert.Equal([2L, 3L], Numbers(weight, "shape"));
        Assert.Equal([2L], Numbers(bias, "shape"));
        long[] offsets = [.. Numbers(weight, "data_offsets"), .. Numbers(bias, "data_offsets")];
        Assert.True(offsets is [0, 24, 24, 32] or [8, 32, 0, 8]);
        if (json.RootElement.TryGetProperty("__metadata__", out JsonElement metadata) && metadata.TryGetProperty("compilednet.topology", out JsonElement hash))
        {
            Assert.Equal(LinearNetwork.Topology.Hash, hash.GetString());
        }

        for (int o = 0; o < LinearNetwork.Out; o++)
        {
            for (int i = 0; i < LinearNetwork.In; i++)
            {
                parameters[(i * LinearNetwork.Out) + o] = Number(offsets[0] + (4 * ((o * LinearNetwork.In) + i)));
            }

            parameters[(LinearNetwork.In * LinearNetwork.Out) + o] = Number(offsets[2] + (4 * o));
        }

        return parameters;

        float Number(long place)
        {
            float number = BinaryPrimitives.ReadSingleLittleEndian(file.AsSpan(8 + header + (int)place));
            Assert.True(float.IsFinite(number), "A number that is not finite was accepted.");
            return number;
        }
    }

    private static long[] Numbers(JsonElement tensor, string name) => [.. tensor.GetProperty(name).EnumerateArray().Select(number => number.GetInt64())];
}
