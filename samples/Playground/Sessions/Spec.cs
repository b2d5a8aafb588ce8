namespace CompiledNet.Playground.Sessions;

/// <summary>What a visitor chooses: a problem, a network and how it learns. Complete, and within the limits.</summary>
/// <param name="Problem">The problem's id.</param>
/// <param name="Hidden">The hidden layers, inputs first.</param>
/// <param name="Output">The last layer and the cost.</param>
/// <param name="Optimizer">The optimizer's id.</param>
/// <param name="LearningRate">The learning rate.</param>
/// <param name="BatchSize">The examples in a mini-batch.</param>
/// <param name="Seed">Where the first weights and the order of the examples come from; the data do not depend on it.</param>
/// <param name="Noise">How far the points of a plane are moved about; 0 for digits.</param>
/// <param name="TrainCount">How many training examples are used.</param>
/// <param name="EpochsAtStart">How often to go over them before anything is shown.</param>
internal sealed record Spec(
    string Problem,
    IReadOnlyList<HiddenLayer> Hidden,
    OutputLayer Output,
    string Optimizer,
    double LearningRate,
    int BatchSize,
    int Seed,
    double Noise,
    int TrainCount,
    int EpochsAtStart);

/// <summary>A hidden layer.</summary>
internal sealed record HiddenLayer(int Neurons, Activation Activation);

/// <summary>The last layer's activation, and what training makes small.</summary>
internal sealed record OutputLayer(Activation Activation, Loss Loss);
