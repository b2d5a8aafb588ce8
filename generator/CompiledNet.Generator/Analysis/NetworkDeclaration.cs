using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using CompiledNet.Generator.Layers;
using CompiledNet.Generator.Model;
using CompiledNet.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CompiledNet.Generator.Analysis;

/// <summary>One layer as its declaration says: no shapes, which only the generator needs to know.</summary>
/// <param name="Activation">Its activation; Identity where it has none of its own.</param>
/// <param name="PassesThrough">Whether its outputs are its inputs.</param>
/// <param name="Syntax">Its own attribute; null where the network is a list of sizes.</param>
internal sealed record DeclaredLayer(ActivationKind Activation, bool PassesThrough, AttributeSyntax? Syntax);

/// <summary>
/// The activations and the loss of a network, read from its attributes as far as advice about them needs. Whatever is wrong with them is left to the
/// generator to say, and gets no advice.
/// </summary>
internal sealed class NetworkDeclaration
{
    private const string InputKind = "Input";

    private NetworkDeclaration(AttributeSyntax attribute, LossKind loss, IReadOnlyList<DeclaredLayer> layers)
    {
        Attribute = attribute;
        Loss = loss;
        Layers = layers;
    }

    /// <summary>The attribute <c>[CompiledNetwork]</c>.</summary>
    public AttributeSyntax Attribute { get; }

    public LossKind Loss { get; }

    public IReadOnlyList<DeclaredLayer> Layers { get; }

    /// <summary>The place in <see cref="Layers"/> of the layer that makes the outputs.</summary>
    public int OutputLayer => Layers.Count - 1 - Layers.Reverse().TakeWhile(layer => layer.PassesThrough).Count();

    /// <summary>A network that is given layer by layer or in sizes; null where there is none, where it is not well-formed, or where its weights come with it.</summary>
    public static NetworkDeclaration? Read(INamedTypeSymbol type, NetworkTypes types, CancellationToken cancellationToken)
    {
        ImmutableArray<AttributeData> attributes = type.GetAttributes();
        if (types.NetworkAttribute(attributes) is not { } attribute
            || types.HasWeights(attributes)
            || attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is not AttributeSyntax syntax)
        {
            return null;
        }

        List<DiagnosticModel> wrong = [];
        AttributeReader network = new(attribute, type.Name, wrong);
        LossKind? loss = network.NamedEnum("Loss", LossKind.SquaredError);
        IReadOnlyList<AttributeData> listed = [.. attributes.Where(types.IsLayer)];
        IReadOnlyList<DeclaredLayer>? layers = !network.IsWellFormed ? null : network.Integers().Count > 0 ? OfSizes(network) : OfAttributes(listed, cancellationToken);
        bool isMixed = network.Integers().Count > 0 && listed.Count > 0;
        bool hasOutput = layers is not null && layers.Any(layer => !layer.PassesThrough);
        return hasOutput && !isMixed && wrong.Count == 0 && loss is not null ? new NetworkDeclaration(syntax, loss.Value, layers!) : null;
    }

    /// <summary>An argument that is given by name; null where it is left at its default.</summary>
    public static AttributeArgumentSyntax? Argument(AttributeSyntax attribute, string name) =>
        (attribute.ArgumentList?.Arguments ?? default).FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name);

    private static IReadOnlyList<DeclaredLayer>? OfSizes(AttributeReader network)
    {
        int count = network.Integers().Count - 1;
        ActivationKind? hidden = network.NamedEnum("Hidden", ActivationKind.Sigmoid);
        ActivationKind? output = network.NamedEnum("Output", ActivationKind.Sigmoid);
        return hidden is null || output is null
            ? null
            : [.. Enumerable.Range(0, count).Select(n => new DeclaredLayer(n < count - 1 ? hidden.Value : output.Value, PassesThrough: false, null))];
    }

    private static List<DeclaredLayer>? OfAttributes(IReadOnlyList<AttributeData> attributes, CancellationToken cancellationToken)
    {
        List<DeclaredLayer> layers = [];
        foreach (AttributeData attribute in attributes.Where(attribute => AttributeReader.ShortName(attribute) != InputKind))
        {
            if (LayerCatalog.Find(AttributeReader.ShortName(attribute)) is not { } kind
                || attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is not AttributeSyntax syntax
                || Activation(attribute) is not { } activation)
            {
                return null;
            }

            layers.Add(new DeclaredLayer(activation, kind.PassesThrough, syntax));
        }

        return layers;
    }

    // The one argument of every layer's constructor that is an activation; what the source leaves out is there with its default.
    private static ActivationKind? Activation(AttributeData attribute)
    {
        if (attribute.AttributeConstructor is null || attribute.ConstructorArguments.Any(argument => argument.Kind == TypedConstantKind.Error))
        {
            return null;
        }

        TypedConstant argument = attribute.ConstructorArguments.FirstOrDefault(argument => argument.Kind == TypedConstantKind.Enum && argument.Type?.Name == "Activation");
        return argument.Kind != TypedConstantKind.Enum ? ActivationKind.Identity
            : argument.Value is int value && Enum.IsDefined(typeof(ActivationKind), value) ? (ActivationKind)value
            : null;
    }
}
