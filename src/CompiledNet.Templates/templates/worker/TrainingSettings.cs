namespace CompiledNetNamespace;

/// <summary>The section Training of the settings. Relative paths start at the content root, where appsettings.json is.</summary>
internal sealed class TrainingSettings
{
    /// <summary>How often to go over the data.</summary>
    public int Epochs { get; set; } = 100;

    /// <summary>The file that an interrupted training goes on from.</summary>
    public string Checkpoint { get; set; } = "ring.ckpt";

    /// <summary>The file the trained network is saved to.</summary>
    public string Network { get; set; } = "ring.safetensors";
}
