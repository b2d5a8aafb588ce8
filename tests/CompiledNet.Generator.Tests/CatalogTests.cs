using CompiledNet.Generator.Layers;
using CompiledNet.Generator.Model;

namespace CompiledNet.Generator.Tests;

/// <summary>The generator knows the runtime's attributes and enumerations by name only; here the two are held against each other.</summary>
public class CatalogTests
{
    [Fact]
    public void Every_layer_attribute_has_a_line_in_the_catalogue()
    {
        IEnumerable<string> kinds = typeof(LayerAttribute).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(LayerAttribute)) && type != typeof(InputAttribute))
            .Select(type => type.Name[..^"Attribute".Length]);
        Assert.Equal(kinds.Order(StringComparer.Ordinal), LayerCatalog.All.Select(layer => layer.Kind).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_enumerations_of_the_generator_are_those_of_the_runtime()
    {
        AssertSame<Activation, ActivationKind>();
        AssertSame<Loss, LossKind>();
        AssertSame<Unroll, UnrollKind>();
        AssertSame<WeightInitializer, InitializerKind>();
    }

    private static void AssertSame<TRuntime, TGenerator>()
        where TRuntime : struct, Enum
        where TGenerator : struct, Enum =>
        Assert.Equal(
            Enum.GetValues<TRuntime>().Select(value => (value.ToString(), Convert.ToInt32(value, null))),
            Enum.GetValues<TGenerator>().Select(value => (value.ToString(), Convert.ToInt32(value, null))));
}
