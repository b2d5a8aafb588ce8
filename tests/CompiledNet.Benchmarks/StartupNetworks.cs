namespace CompiledNet.Benchmarks;

// What straight-line code costs and gains: the same networks with and without it. The larger is just below the size at which the generator warns.
[CompiledNetwork(4, 32, 16, 4, Hidden = Activation.Tanh, Output = Activation.Identity, Unroll = Unroll.Full)]
internal sealed partial class SmallTanhUnrolled;

[CompiledNetwork(256, 16, 10)]
internal sealed partial class Medium;

[CompiledNetwork(256, 16, 10, Unroll = Unroll.Full)]
internal sealed partial class MediumUnrolled;
