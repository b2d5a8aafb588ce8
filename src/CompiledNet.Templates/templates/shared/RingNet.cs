using CompiledNet;

namespace CompiledNetNamespace;

/// <summary>
/// Tells points of a ring from points beside it: two inputs (x and y), two hidden layers of 16 neurons, two outputs, the probabilities of both classes.
/// </summary>
/// <remarks>
/// The attribute is all there is to write: the build adds parameters, Predict, Train, Save and Load. Other sizes make another network; [Conv2D], [Dropout]
/// and others come layer by layer. "dotnet build -p:CompiledNetSummary=true" prints what it consists of.
/// </remarks>
[CompiledNetwork(2, 16, 16, 2, Hidden = Activation.Tanh, Output = Activation.Softmax, Loss = Loss.CrossEntropy)]
internal sealed partial class RingNet;
