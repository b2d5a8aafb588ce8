namespace CompiledNet;

/// <summary>The base of the attributes that list a network layer by layer, in source order, below <see cref="CompiledNetworkAttribute"/>.</summary>
public abstract class LayerAttribute : Attribute
{
    private protected LayerAttribute()
    {
    }
}
