namespace CompiledNet.Generator.Emit;

/// <summary>The public methods that are the same for every network but for its name.</summary>
internal static class ApiText
{
    public const string Generated = "[global::System.CodeDom.Compiler.GeneratedCode(\"CompiledNet.Generator\", \"" + NetworkFiles.Version + "\")]";

    /// <summary>Compiled at full speed on the first call: what runs for every prediction or step would otherwise be slow for its first 200 ms.</summary>
    public const string Optimized = "[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]";

    public const string PredictDocs =
        """
        /// <summary>The outputs for one example. Any number of threads may call it at once; it allocates nothing.</summary>
        /// <param name="input">The example, <c>[InputSize]</c>.</param>
        /// <param name="output">Receives the outputs, <c>[OutputSize]</c>.</param>
        /// <exception cref="global::System.ArgumentException">A span has the wrong length.</exception>
        """;

    public const string ClassifyDocs =
        """
        /// <summary>The index of the largest output for one example, the first of them if several are equal; of a single output, 1 where it is at least 0.5, else 0. It allocates nothing.</summary>
        /// <param name="input">The example, <c>[InputSize]</c>.</param>
        /// <exception cref="global::System.ArgumentException"><paramref name="input"/> has the wrong length.</exception>
        """;

    public const string TraceDocs =
        """
        /// <summary>What every layer makes of one example: the outputs of layer 1, then of layer 2, and so on to the network's own outputs.</summary>
        /// <param name="input">The example, <c>[InputSize]</c>.</param>
        /// <param name="activations">Receives the activations of all layers in order, <c>[ActivationCount]</c>.</param>
        /// <exception cref="global::System.ArgumentException">A span has the wrong length.</exception>
        """;

    /// <summary>Everything behind the parameters, the forward pass of one example and the topology.</summary>
    public static string Methods(NetworkFiles files)
    {
        string passes = $"global::{files.PassesNamespace}.Passes";
        string dropout = files.Buffers.HasDropout ? "dropoutKey, " : string.Empty;
        string noDropout = files.Buffers.HasDropout ? "0, " : string.Empty;
        return files.Model.StatisticCount > 0
            ? Methods(files.Model.Type.Name, passes, "_statistics.Span, ", $"Rent({passes}.WorkspaceFor(targets.Length / OutputSize))", $"false, {noDropout}", $"keepsStatistics: true, {dropout}", WorkspaceFor(passes))
            : Methods(files.Model.Type.Name, passes, string.Empty, "Rent()", noDropout, dropout, string.Empty);
    }

    /// <summary>What a network adds whose workspace grows with the batch.</summary>
    private static string WorkspaceFor(string passes) =>
        $$"""
        {{Generated}}
        int global::CompiledNet.Numerics.ITrainableNetwork.WorkspaceFor(int batch)
        {
            return {{passes}}.WorkspaceFor(batch);
        }


        """;

    private static string Methods(string network, string passes, string statistics, string rent, string gradientOnly, string step, string workspaceFor) =>
        $$"""
        /// <summary>The outputs for one example, in a new array.</summary>
        /// <param name="input">The example, <c>[InputSize]</c>.</param>
        /// <returns>The outputs, <c>[OutputSize]</c>.</returns>
        /// <exception cref="global::System.ArgumentException"><paramref name="input"/> has the wrong length.</exception>
        {{Generated}}
        public float[] Predict(global::System.ReadOnlySpan<float> input)
        {
            float[] output = new float[OutputSize];
            Predict(input, output);
            return output;
        }

        /// <summary>The outputs for a batch of examples. Any number of threads may call it at once; it allocates nothing once it has run.</summary>
        /// <param name="inputs">The examples, row after row, <c>[batch][InputSize]</c>; an empty batch is allowed.</param>
        /// <param name="outputs">Receives the outputs, <c>[batch][OutputSize]</c>.</param>
        /// <exception cref="global::System.ArgumentException">A span does not have the length of a whole number of rows, or the two differ in rows.</exception>
        {{Generated}}
        {{Optimized}}
        public void PredictBatch(global::System.ReadOnlySpan<float> inputs, global::System.Span<float> outputs)
        {
            CheckBatch(inputs.Length, outputs.Length, 0, "outputs");
            global::CompiledNet.Numerics.AlignedBuffer workspace = _workspaces.Rent();
            {{passes}}.PredictBatch(_parameters.Span, {{statistics}}inputs, outputs, workspace.Span);
            _workspaces.Return(workspace);
        }

        /// <summary>The outputs for a batch and the mean loss over its examples, without a backward pass.</summary>
        /// <param name="inputs">The examples, <c>[batch][InputSize]</c>, at least one.</param>
        /// <param name="targets">What they should give, <c>[batch][OutputSize]</c>.</param>
        /// <param name="outputs">Receives the outputs, <c>[batch][OutputSize]</c>.</param>
        /// <returns>The mean loss.</returns>
        /// <exception cref="global::System.ArgumentException">A span has the wrong length, or the batch is empty.</exception>
        {{Generated}}
        {{Optimized}}
        public float ComputeLoss(global::System.ReadOnlySpan<float> inputs, global::System.ReadOnlySpan<float> targets, global::System.Span<float> outputs)
        {
            CheckBatch(inputs.Length, targets.Length, 1, "targets");
            CheckLength(outputs.Length, targets.Length, "outputs");
            global::CompiledNet.Numerics.AlignedBuffer workspace = _workspaces.Rent();
            float loss = {{passes}}.ComputeLoss(_parameters.Span, {{statistics}}inputs, targets, outputs, workspace.Span);
            _workspaces.Return(workspace);
            return loss;
        }

        /// <summary>Backpropagation: the mean loss over a batch and its gradient with respect to every parameter.</summary>
        /// <param name="inputs">The examples, <c>[batch][InputSize]</c>, at least one.</param>
        /// <param name="targets">What they should give, <c>[batch][OutputSize]</c>.</param>
        /// <param name="gradient">Overwritten with the gradient, laid out as <see cref="Parameters"/>, <c>[ParameterCount]</c>.</param>
        /// <returns>The mean loss.</returns>
        /// <exception cref="global::System.ArgumentException">A span has the wrong length, or the batch is empty.</exception>
        {{Generated}}
        public float Backpropagate(global::System.ReadOnlySpan<float> inputs, global::System.ReadOnlySpan<float> targets, global::System.Span<float> gradient)
        {
            return BackpropagateCore(inputs, targets, gradient, default);
        }

        /// <summary>Backpropagation down to the inputs: the mean loss over a batch and its gradient with respect to every parameter and input.</summary>
        /// <param name="inputs">The examples, <c>[batch][InputSize]</c>, at least one.</param>
        /// <param name="targets">What they should give, <c>[batch][OutputSize]</c>.</param>
        /// <param name="gradient">Overwritten with the gradient, laid out as <see cref="Parameters"/>, <c>[ParameterCount]</c>.</param>
        /// <param name="inputGradient">Overwritten with the gradient of the mean loss with respect to the inputs, <c>[batch][InputSize]</c>.</param>
        /// <returns>The mean loss.</returns>
        /// <exception cref="global::System.ArgumentException">A span has the wrong length, or the batch is empty.</exception>
        {{Generated}}
        public float Backpropagate(global::System.ReadOnlySpan<float> inputs, global::System.ReadOnlySpan<float> targets, global::System.Span<float> gradient, global::System.Span<float> inputGradient)
        {
            CheckBatch(inputs.Length, targets.Length, 1, "targets");
            CheckLength(inputGradient.Length, inputs.Length, "inputGradient");
            return BackpropagateCore(inputs, targets, gradient, inputGradient);
        }

        {{Generated}}
        {{Optimized}}
        private float BackpropagateCore(global::System.ReadOnlySpan<float> inputs, global::System.ReadOnlySpan<float> targets, global::System.Span<float> gradient, global::System.Span<float> inputGradient)
        {
            CheckBatch(inputs.Length, targets.Length, 1, "targets");
            CheckLength(gradient.Length, ParameterCount, "gradient");
            global::CompiledNet.Numerics.AlignedBuffer workspace = _workspaces.{{rent}};
            float loss = {{passes}}.Backpropagate(_parameters.Span, {{statistics}}inputs, targets, default, gradient, inputGradient, workspace.Span, 0, {{gradientOnly}}default);
            _workspaces.Return(workspace);
            return loss;
        }

        /// <summary>Trains the network: mini-batch gradient descent over the data set, epoch after epoch.</summary>
        /// <param name="data">The examples; each <c>[InputSize]</c> with a target <c>[OutputSize]</c>.</param>
        /// <param name="options">How to train; the defaults where it is null.</param>
        /// <param name="cancellationToken">Ends training early; the network keeps what it has learned.</param>
        /// <returns>How training went, epoch by epoch.</returns>
        /// <exception cref="global::System.ArgumentException">The data or the options do not fit; nothing has changed.</exception>
        {{Generated}}
        public global::CompiledNet.TrainingResult Train(global::CompiledNet.Dataset data, global::CompiledNet.TrainingOptions? options = null, global::System.Threading.CancellationToken cancellationToken = default)
        {
            return new global::CompiledNet.Trainer<{{network}}>(this, options).Train(data, cancellationToken);
        }

        /// <summary>Saves the network to a safetensors file, which Python reads too. A file that is there already is replaced once the new one is complete.</summary>
        /// <param name="path">The file, by convention ending in <c>.safetensors</c>.</param>
        /// <param name="info">What to save with it: scalers, names, notes; nothing where it is null.</param>
        /// <exception cref="global::System.ArgumentException">The info does not fit the network. No file has been touched.</exception>
        /// <exception cref="global::System.InvalidOperationException">A parameter is not finite. No file has been touched.</exception>
        /// <exception cref="global::System.IO.IOException">The file cannot be written. What was there before is as it was.</exception>
        /// <exception cref="global::System.UnauthorizedAccessException">The file must not be written. What was there before is as it was.</exception>
        {{Generated}}
        public void Save(string path, global::CompiledNet.ModelInfo? info = null)
        {
            global::CompiledNet.ModelFile.Save(this, path, info);
        }

        /// <summary>Loads a network that was saved from this class, or from Python under the same names and shapes.</summary>
        /// <param name="path">The file.</param>
        /// <exception cref="global::System.IO.InvalidDataException">It is not a safetensors file, is damaged, or holds another network. The message says what and where.</exception>
        /// <exception cref="global::System.IO.IOException">The file cannot be read.</exception>
        {{Generated}}
        public static {{network}} Load(string path)
        {
            return global::CompiledNet.ModelFile.Load<{{network}}>(path);
        }

        /// <summary>Loads a network, and what was saved with it.</summary>
        /// <param name="path">The file.</param>
        /// <param name="info">What was saved with it: scalers, names, notes; without content where there was nothing.</param>
        /// <exception cref="global::System.IO.InvalidDataException">It is not a safetensors file, is damaged, or holds another network. The message says what and where.</exception>
        /// <exception cref="global::System.IO.IOException">The file cannot be read.</exception>
        {{Generated}}
        public static {{network}} Load(string path, out global::CompiledNet.ModelInfo info)
        {
            return global::CompiledNet.ModelFile.Load<{{network}}>(path, out info);
        }

        {{Generated}}
        static {{network}} global::CompiledNet.ICompiledNetwork<{{network}}>.Create(int seed)
        {
            return new {{network}}(seed);
        }

        {{Generated}}
        int global::CompiledNet.Numerics.ITrainableNetwork.WorkspaceLength => {{passes}}.WorkspaceFloats;

        {{workspaceFor}}{{Generated}}
        int global::CompiledNet.Numerics.ITrainableNetwork.TeamRuns => {{passes}}.TeamRuns;

        {{Generated}}
        (int Start, int End) global::CompiledNet.Numerics.ITrainableNetwork.InputShare(global::CompiledNet.Numerics.Threading.TeamMember member)
        {
            return {{passes}}.InputShare(member);
        }

        {{Generated}}
        {{Optimized}}
        float global::CompiledNet.Numerics.ITrainableNetwork.TakeStep(global::System.ReadOnlySpan<float> inputs, global::System.ReadOnlySpan<float> targets, global::System.ReadOnlySpan<float> exampleWeights, global::System.Span<float> gradient, float rate, global::System.Span<float> workspace, ulong dropoutKey, global::CompiledNet.Numerics.Threading.TeamMember member)
        {
            return {{passes}}.Backpropagate(_parameters.Span, {{statistics}}inputs, targets, exampleWeights, gradient, default, workspace, rate, {{step}}member);
        }

        {{Generated}}
        private static void CheckLength(int actual, int expected, string name)
        {
            if (actual != expected)
            {
                global::CompiledNet.Numerics.LengthError.Throw(actual, expected, name);
            }
        }

        {{Generated}}
        private static void CheckBatch(int inputs, int others, int least, string name)
        {
            int batch = inputs / InputSize;
            if (inputs % InputSize != 0 || batch < least || others != (long)batch * OutputSize)
            {
                global::CompiledNet.Numerics.LengthError.ThrowOfBatch(inputs, InputSize, least, others, OutputSize, name);
            }
        }
        """;
}
