namespace CompiledNet;

/// <summary>
/// What one kind of layer has beside shapes and tensors: a window, a rate. It gives no parameter its meaning or its place, so it is no part of
/// <see cref="NetworkTopology.Description"/> and <see cref="NetworkTopology.Hash"/>.
/// </summary>
public abstract record LayerSettings
{
    // The kinds of settings are those of the layers here; whoever reads them can know them all.
    private protected LayerSettings()
    {
    }
}
