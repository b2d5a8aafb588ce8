using CompiledNet.Generator.Files;
using CompiledNet.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using static CompiledNet.Generator.Tests.PretrainedFiles;

namespace CompiledNet.Generator.Tests;

/// <summary>What is wrong with a file of weights is said at the attribute; the network is generated all the same.</summary>
public sealed class PretrainedDiagnosticTests : IDisposable
{
    private const string Net = "[CompiledNetwork(2, 1)] [Pretrained(\"net.safetensors\")] partial class Net { }";
    private const string Normalizing = "[CompiledNetwork] [Input(2)] [Dense(2, Activation.Identity)] [BatchNorm(Activation.ReLU)] [Dense(1)] [Pretrained(\"net.safetensors\")] partial class Net { }";

    private readonly PretrainedFiles _files = new();

    private static (string, string, int[], byte[]) Weight => ("1.weight", "F32", [1, 2], Floats(1, 2));

    private static (string, string, int[], byte[]) Bias => ("1.bias", "F32", [1], Floats(3));

    [Fact]
    public void A_file_the_project_does_not_name_is_reported_with_the_line_to_add()
    {
        string other = _files.Write(Of(Weight, Bias), "other.safetensors");
        AssertError(Net, [], "CNET0020", "the file 'net.safetensors' is not among the project's additional files; add <AdditionalFiles Include=\"net.safetensors\" /> to an <ItemGroup>");
        AssertError(Net, [other], "CNET0020", "(those there are: 'other.safetensors')");
    }

    [Fact]
    public void A_file_that_is_not_there_is_reported_with_the_reason() =>
        AssertError(Net, [_files.PathOf()], "CNET0020", "the file 'net.safetensors' cannot be read: Could not find file");

    [Fact]
    public void Several_files_of_a_name_are_reported_and_told_apart_by_folders()
    {
        string[] files = [_files.Write(Of(Weight, Bias), "a/net.safetensors"), _files.Write(Of(Weight, Bias), "b/net.safetensors")];
        AssertError(Net, files, "CNET0020", "could be any of '");
        foreach (string path in new[] { "a/net.safetensors", "./B/NET.SafeTensors", "..\\\\a\\\\net.safetensors" })
        {
            AssertNoError(Net.Replace("net.safetensors", path, StringComparison.Ordinal), files);
        }
    }

    [Fact]
    public void A_file_is_found_by_its_path_whatever_the_way_it_is_written()
    {
        BuildFile upper = BuildFile.Of("/x/Models/Net.safetensors", []);
        BuildFile lower = BuildFile.Of("/x/models/net.safetensors", [1]);
        Assert.Same(lower, BuildFileSearch.Find(new[] { upper, lower }, "net.safetensors").File);
        Assert.Same(upper, BuildFileSearch.Find(new[] { upper, lower }, "Models/Net.safetensors").File);
        Assert.NotNull(BuildFileSearch.Find(new[] { upper, lower }, "models/Net.safetensors").Problem);
        Assert.Same(upper, BuildFileSearch.Find(new[] { upper, upper }, "/x/y/../models/net.safetensors").File);
        Assert.NotNull(BuildFileSearch.Find(new[] { upper }, "et.safetensors").Problem);
        Assert.NotNull(BuildFileSearch.Find(new[] { upper }, "/w/x/models/net.safetensors").Problem);
        foreach (string path in new[] { "", "/", ".", "..", "../.." })
        {
            Assert.Equal("names no file", BuildFileSearch.Find(new[] { upper }, path).Problem);
        }
    }

    [Fact]
    public void A_file_that_is_something_else_is_reported()
    {
        byte[] good = Of(Weight, Bias);
        AssertError([], "CNET0021", "the file has 0 bytes");
        AssertError("a text, and not a network"u8.ToArray(), "CNET0021", "this is not a safetensors file");
        AssertError(good[..^1], "CNET0021", "it has 11 bytes of data, expected 12");
        AssertError([.. good, 0], "CNET0021", "there are 1 bytes behind the last tensor");
        AssertError(good[..40], "CNET0021", "it ends before its header");
        AssertError(Of("", []), "CNET0021", "the header is empty");
        AssertError(Of("[]", []), "CNET0021", "starts with the byte 5b");
        AssertError(Of("{\"a\":1}", []), "CNET0021", "tensor 'a': expected an object");
        AssertError(Of("{\"a\u0001\":1}", []), "CNET0021", "not valid JSON at its byte 3");
        AssertError(Of("{}x", []), "CNET0021", "not valid JSON at its byte 2");
        AssertError(Of("{", []), "CNET0021", "it ends too early");
        AssertError(Of("{\"\\ud800\":{}}", []), "CNET0021", "half a surrogate pair");
        AssertError(Of("{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}", []), "CNET0021", "is larger than any file");
        AssertError(Of("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", new byte[8]), "CNET0021", "expected 0: tensors follow each other without gaps");
        AssertError(Of("{\"a\":{\"dtype\":\"F32\",\"shape\":[01],\"data_offsets\":[0,4]}}", new byte[4]), "CNET0021", "not valid JSON");
        AssertError(Of("{\"__metadata__\":{\"compilednet.sha256\":\"0\"}}", []), "CNET0021", "it is a checkpoint of training, not a saved network; resume training from it, save the network");
        AssertError(Of("{\"__metadata__\":{\"compilednet.later\":\"0\"}}", []), "CNET0021", "'compilednet.later', which this version of CompiledNet does not know");
    }

    [Fact]
    public void Tensors_that_are_not_the_networks_are_reported_each()
    {
        AssertError(Of(Weight), "CNET0022", "the tensor '1.bias' is missing; expected F32 [1]");
        AssertError(Of(Weight, Bias, ("2.bias", "F32", [1], Floats(3))), "CNET0022", "the tensor '2.bias', F32 [1], is not one of the network's");
        AssertError(Of(("1.weight", "F32", [2, 1], Floats(1, 2)), Bias), "CNET0022", "the tensor '1.weight' has the shape [2, 1]; expected [1, 2], outputs first");
        AssertError(Of(("1.weight", "F64", [1, 2], new byte[16]), Bias), "CNET0022", "the tensor '1.weight' is F64 [1, 2]; expected F32, F16 or BF16 [1, 2]");
        AssertError(Of(Weight, ("1.bias", "F32", [], Floats(1))), "CNET0022", "has the shape []; expected [1]");

        // A counter is for a layer that keeps statistics.
        AssertError(Of(Weight, Bias, ("1.num_batches_tracked", "I64", [], new byte[8])), "CNET0022", "is not one of the network's");
        GeneratorRun run = Run(Net, Of([.. Enumerable.Range(0, 40).Select(n => ($"t{n}", "F32", new[] { 1 }, Floats(n)))]));
        Assert.Equal(10, run.Diagnostics.Length);
        Assert.All(run.Diagnostics, diagnostic => Assert.Equal("CNET0022", diagnostic.Id));
        Assert.Contains("33 more tensors", run.Diagnostics[9].GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_other_layers_is_reported_with_the_line_that_differs()
    {
        string wrong = new('0', 64);
        AssertError(
            Of($"{{\"__metadata__\":{{\"compilednet.topology\":\"{wrong}\",\"compilednet.network\":\"Other\",\"compilednet.layers\":\"input 2\\n1 Dense 2 -> 1 ReLU 1.weight:2x1 1.bias:1\\n\"}}}}", []),
            "CNET0023",
            "'net.safetensors' is of another network ('Other'): where it has '1 Dense 2 -> 1 ReLU 1.weight:2x1 1.bias:1', expected '1 Dense 2 -> 1 Sigmoid 1.weight:2x1 1.bias:1'");
        AssertError(Of($"{{\"__metadata__\":{{\"compilednet.topology\":\"{wrong}\"}}}}", []), "CNET0023", "('unnamed'): its layers or activations differ");
    }

    [Fact]
    public void A_file_of_another_hash_is_reported()
    {
        byte[] good = Of(Weight, Bias);
        string path = _files.Write(good);
        string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(good));
        AssertNoError(WithHash(hash.ToUpperInvariant()), [path]);
        AssertError(WithHash(new string('a', 64)), [path], "CNET0024", $"Sha256 in [Pretrained] is '{new string('a', 64)}'; expected '{hash}', that of 'net.safetensors'");
        AssertError(WithHash(hash[1..]), [path], "CNET0024", "which is not a hash; expected 64 hexadecimal digits");
        AssertError(WithHash(new string('g', 64)), [path], "CNET0024", "which is not a hash");
        AssertError(WithHash(string.Empty), [path], "CNET0024", "is '', which is not a hash");

        static string WithHash(string hash) => Net.Replace("rs\")", $"rs\", Sha256 = \"{hash}\")", StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_that_cannot_be_is_reported_with_its_place()
    {
        AssertError(Of(("1.weight", "F32", [1, 2], Floats(1, float.NaN)), Bias), "CNET0025", "element [0, 1] of the tensor '1.weight' in 'net.safetensors' is not a number; expected a finite number");
        AssertError(Of(Weight, ("1.bias", "F16", [1], Halves(float.PositiveInfinity))), "CNET0025", "element [0] of the tensor '1.bias' in 'net.safetensors' is infinite");
        string half = Net.Replace("rs\")", "rs\", Storage = WeightStorage.Float16)", StringComparison.Ordinal);
        string path = _files.Write(Of(("1.weight", "F32", [1, 2], Floats(65519, -65520)), Bias));
        AssertError(half, [path], "CNET0025", "element [0, 1] of the tensor '1.weight' in 'net.safetensors' is -65520; expected at most 65504 in magnitude for WeightStorage.Float16");
        AssertNoError(Net, [path]);
    }

    [Fact]
    public void A_variance_is_not_negative_and_a_counter_is_passed_over()
    {
        (string, string, int[], byte[])[] tensors =
        [
            ("1.weight", "F32", [2, 2], Floats(1, 2, 3, 4)), ("1.bias", "F32", [2], Floats(1, 2)), ("2.weight", "F32", [2], Floats(1, 2)), ("2.bias", "F32", [2], Floats(1, 2)),
            ("3.weight", "F32", [1, 2], Floats(1, 2)), ("3.bias", "F32", [1], Floats(1)), ("2.running_mean", "F32", [2], Floats(-1, 2)),
        ];
        (string, string, int[], byte[]) counter = ("2.num_batches_tracked", "I64", [], new byte[8]);
        AssertNoError(Normalizing, [_files.Write(Of([.. tensors, ("2.running_var", "F32", [2], Floats(0, -0f)), counter]))]);
        AssertError(
            Normalizing,
            [_files.Write(Of([.. tensors, ("2.running_var", "F32", [2], Floats(0, -1e-45f)), counter]))],
            "CNET0025",
            "element [1] of the tensor '2.running_var' in 'net.safetensors' is -1E-45; expected no negative number, as it is a variance");
        AssertError(
            Normalizing,
            [_files.Write(Of([.. tensors, ("2.running_var", "F32", [2], Floats(0, 1)), ("2.num_batches_tracked", "I64", [1], new byte[8])]))],
            "CNET0022",
            "the tensor '2.num_batches_tracked' is I64 [1]; expected I64 []");
    }

    [Theory]
    [InlineData("[Pretrained(\"net.safetensors\")] partial class Net { }", "'Net' has [Pretrained] but not [CompiledNetwork]")]
    [InlineData("[OnnxNetwork(\"net.onnx\")] [Pretrained(\"net.safetensors\")] partial class Net { }", "'Net' has [Pretrained] and [OnnxNetwork], whose file has weights of its own")]
    public void Weights_without_a_network_are_reported(string source, string message)
    {
        GeneratorRun run = GeneratorHarness.Run("using CompiledNet;\n" + source, files: [_files.PathOf()], generatorOnly: true);
        Diagnostic diagnostic = Assert.Single(run.Diagnostics, diagnostic => diagnostic.Id == "CNET0026");
        Assert.Contains(message, diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Equal("Pretrained(\"net.safetensors\")", GeneratorRun.Underlined(diagnostic));
    }

    [Fact]
    public void A_network_too_large_to_be_compiled_in_is_refused_before_its_file_is_read()
    {
        GeneratorRun run = Run("[CompiledNetwork(4000, 4001, 1)] [Pretrained(\"net.safetensors\")] partial class Net { }", []);
        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal("CNET0010", diagnostic.Id);
        Assert.Contains("64,048,012 bytes of constants as Float32; the limit is 64,000,000", diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null!", "The path in [Pretrained] of 'Net' is null")]
    [InlineData("\"\"", "The path in [Pretrained] of 'Net' is empty")]
    [InlineData("\" \"", "The path in [Pretrained] of 'Net' is empty")]
    [InlineData("\"net.safetensors\", Storage = (WeightStorage)7", "Storage in [Pretrained] of 'Net' is 7")]
    public void An_argument_that_makes_no_sense_is_reported(string arguments, string message)
    {
        GeneratorRun run = Run($"[CompiledNetwork(2, 1)] [Pretrained({arguments})] partial class Net {{ }}", Of(Weight, Bias));
        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal("CNET0011", diagnostic.Id);
        Assert.Contains(message, diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[Pretrained]")]
    [InlineData("[Pretrained(]")]
    [InlineData("[Pretrained()]")]
    [InlineData("[Pretrained(3)]")]
    [InlineData("[Pretrained(missing)]")]
    [InlineData("[Pretrained(\"a\", Sha256 = )]")]
    [InlineData("[Pretrained(\"a\", Sha256 = null)]")]
    [InlineData("[Pretrained(\"a\", Sha256 = 3)]")]
    [InlineData("[Pretrained(\"a\", Storage = \"b\")]")]
    [InlineData("[Pretrained(\"a\")] [Pretrained(\"b\")]")]
    [InlineData("[Pretrained(\"\\0?*<>|\")]")]
    [InlineData("[Pretrained(path: \"net.safetensors\")]")]
    public void Text_that_is_being_typed_does_no_harm(string attribute)
    {
        GeneratorRun run = GeneratorHarness.Run($"using CompiledNet;\n[CompiledNetwork(2, 1)] {attribute} partial class Net {{ }}", generatorOnly: true, files: [_files.PathOf()]);
        Assert.All(run.Diagnostics, diagnostic => Assert.StartsWith("CNET", diagnostic.Id, StringComparison.Ordinal));
    }

    public void Dispose() => _files.Dispose();

    private GeneratorRun Run(string source, byte[] file) => GeneratorHarness.Run("using CompiledNet;\n" + source, files: [_files.Write(file)], generatorOnly: true);

    private void AssertError(byte[] file, string id, string message) => AssertError(Net, [_files.Write(file)], id, message);

    private static void AssertNoError(string source, string[] files)
    {
        GeneratorRun run = GeneratorHarness.Run("using CompiledNet;\n" + source, files: files, generatorOnly: true);
        Assert.Empty(run.Diagnostics);
        Assert.Contains(run.Files, generated => generated.HintName == "Net-Weights.g.cs");
    }

    private static void AssertError(string source, string[] files, string id, string message)
    {
        GeneratorRun run = GeneratorHarness.Run("using CompiledNet;\n" + source, files: files, generatorOnly: true);
        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal(id, diagnostic.Id);
        Assert.Contains(message, diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.StartsWith("Pretrained(", GeneratorRun.Underlined(diagnostic), StringComparison.Ordinal);
        Assert.Contains(run.Files, generated => generated.HintName == "Net.g.cs");
        Assert.DoesNotContain(run.Files, generated => generated.HintName == "Net-Weights.g.cs");
    }
}
