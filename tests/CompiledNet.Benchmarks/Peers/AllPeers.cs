namespace CompiledNet.Benchmarks;

/// <summary>CompiledNet and what it is measured beside.</summary>
internal static class AllPeers
{
    public static IPeer Compiled { get; } = new CompiledPeer();

    public static IPeer Plain { get; } = new PlainPeer();

    public static IPeer TorchModules { get; } = new TorchModulesPeer();

    public static IPeer TorchTensors { get; } = new TorchTensorsPeer();

    public static IPeer OnnxRuntime { get; } = new OnnxRuntimePeer();

    /// <summary>The peers without CompiledNet, in the order of the tables.</summary>
    public static IReadOnlyList<IPeer> Others { get; } = [Plain, TorchModules, TorchTensors, OnnxRuntime];
}
