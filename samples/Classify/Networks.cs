using CompiledNet;

namespace Classify;

/// <summary>
/// The network for the data in the program: four measures of a flower in, three species out. This is how a network is meant to be written:
/// its sizes are those of the data, and the build turns them into constants.
/// </summary>
[CompiledNetwork(4, 16, 3, Hidden = Activation.ReLU, Output = Activation.Softmax, Loss = Loss.CrossEntropy)]
public sealed partial class IrisNet;

/// <summary>
/// The network for every other file. Sizes are fixed when the program is built, long before a file is named, so it has room to spare: inputs
/// that a file does not have are always 0, outputs that stand for no class are switched off (<see cref="Room"/>). They change nothing but the first
/// weights and the time it takes. In a program for your own data, write the sizes you have instead.
/// </summary>
[CompiledNetwork(64, 32, 16, Hidden = Activation.ReLU, Output = Activation.Softmax, Loss = Loss.CrossEntropy)]
public sealed partial class GeneralNet;
