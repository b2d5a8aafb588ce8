using CompiledNet.Generator.Files;
using CompiledNet.Generator.Model;
using CompiledNet.Generator.Onnx;
using CompiledNet.Generator.Parsing;
using CompiledNet.Generator.Tests.Harness;
using CompiledNet.Onnx.Schema;
using Google.Protobuf;
using Microsoft.CodeAnalysis;

namespace CompiledNet.Generator.Tests;

/// <summary><c>[OnnxNetwork]</c>: what a file becomes, and each of its errors: when it comes, what it says, what it underlines.</summary>
public sealed class OnnxNetworkTests : IDisposable
{
    private const string Net = """
        using CompiledNet;
        [OnnxNetwork("net.onnx")]
        internal sealed partial class Net;
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("onnx").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string, string> Attributes => new()
    {
        { "[OnnxNetwork(\"net.onnx\")] [CompiledNetwork(2, 1)] partial class Net { }", "CNET0034" },
        { "[OnnxNetwork(\"net.onnx\")] [Dense(1)] partial class Net { }", "CNET0034" },
        { "[OnnxNetwork(\"net.onnx\")] class Net { }", "CNET0001" },
        { "[OnnxNetwork(\"net.onnx\")] partial class Net<T> { }", "CNET0002" },
        { "[OnnxNetwork(\"net.onnx\")] partial class Net { public void Train(int x) { } public int Weights1; }", "CNET0009" },
        { "[OnnxNetwork(\"net.onnx\")] partial class Net { public Net(int seed) { } }", "CNET0009" },
        { "[OnnxNetwork(\"\")] partial class Net { }", "CNET0011" },
        { "[OnnxNetwork(\"net.onnx\", Sha256 = \"12\")] partial class Net { }", "CNET0011" },
        { "[OnnxNetwork(\"net.onnx\", Unroll = (Unroll)7)] partial class Net { }", "CNET0011" },
        { "[OnnxNetwork(\"net.onnx\", Loss = Loss.CrossEntropy)] partial class Net { }", "CNET0008" },
        { "[OnnxNetwork(\"other.onnx\")] partial class Net { }", "CNET0030" },
        { "[OnnxNetwork(\"net.onnx\", Sha256 = \"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\")] partial class Net { }", "CNET0030" },
        { "[OnnxNetwork(\"net.onnx\")] partial class Base { } [CompiledNetwork(2, 1)] partial class Net : Base { }", "CNET0002" },
    };

    [Fact]
    public void A_file_becomes_a_network_with_its_weights()
    {
        string path = Write(new OnnxModel(3).Dense(3, 4).Then("Relu").Dense(4, 2).Then("Softmax").Bytes());
        GeneratorRun run = GeneratorHarness.Run(Net, files: [path]);
        Assert.Empty(run.Diagnostics);
        Assert.Contains(run.Files, file => file.HintName == "Net-Onnx.g.cs");
    }

    [Fact]
    public void An_edit_that_moves_the_attribute_reads_nothing_anew()
    {
        string path = Write(new OnnxModel(3).Dense(3, 2).Bytes());
        Assert.All(
            GeneratorHarness.Edit(Net, "// A line more.\n" + Net, [path]),
            file => Assert.True(file.Value is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{file.Key} was {file.Value}"));
    }

    [Fact]
    public void A_file_that_breaks_is_an_error_at_once()
    {
        string path = Write(new OnnxModel(3).Dense(3, 2).Bytes());
        Assert.Equal("CNET0031", Assert.Single(GeneratorHarness.EditFile(Net, path, () => File.WriteAllBytes(path, [1, 2, 3])).Diagnostics).Id);
    }

    [Theory]
    [MemberData(nameof(Attributes))]
    public void What_is_wrong_with_the_attribute_is_an_error_on_it(string source, string id)
    {
        string path = Write(new OnnxModel(3).Dense(3, 2).Bytes());
        GeneratorRun run = GeneratorHarness.Run("using CompiledNet;\n" + source, generatorOnly: true, files: [path]);
        Assert.NotEmpty(run.Diagnostics);
        Assert.All(run.Diagnostics, diagnostic => Assert.Equal(id, diagnostic.Id));
    }

    [Fact]
    public void An_error_of_a_file_underlines_its_name()
    {
        string path = Write(new OnnxModel(3).Dense(3, 2).Then("Selu").Bytes());
        Diagnostic diagnostic = Assert.Single(GeneratorHarness.Run(Net, files: [path]).Diagnostics);
        Assert.Equal("CNET0032", diagnostic.Id);
        Assert.Equal("\"net.onnx\"", GeneratorRun.Underlined(diagnostic));
        Assert.Contains("'Net' cannot be made of 'net.onnx': Selu 'theSelu': no layer", diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public void Networks_of_files_and_of_attributes_may_differ_in_case_alone()
    {
        string path = Write(new OnnxModel(3).Dense(3, 2).Bytes());
        GeneratorRun run = GeneratorHarness.Run(Net + "\n[CompiledNetwork(2, 1)] internal sealed partial class NET;", files: [path]);
        Assert.Empty(run.Diagnostics);
    }

    internal static OnnxResult Import(byte[] bytes, StorageKind storage = StorageKind.Float32) => OnnxImport.Import(
        new OnnxRequest(new TypeModel(string.Empty, default, "Net", "Net"), new ClassMembers("Net", default, default), "net.onnx", null, storage, null, UnrollKind.Auto, InitializerKind.Auto),
        new BuildFileFound(BuildFile.Of("/project/net.onnx", bytes), null),
        CancellationToken.None);

    private string Write(byte[] bytes)
    {
        string path = Path.Combine(_folder, "net.onnx");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
