using System;
using System.Collections.Generic;
using CompiledNet.Generator.Parsing;
using Microsoft.CodeAnalysis;

namespace CompiledNet.Generator.Onnx;

/// <summary>The attribute itself, for the rules that look at the network as a whole: what they find is kept until places are known.</summary>
internal sealed class RequestArguments(string typeName, List<OnnxProblem> problems) : LayerArguments("OnnxNetwork", typeName)
{
    public override IReadOnlyList<int> PositionalIntegers() => [];

    public override double? PositionalDouble(int index) => null;

    public override int? NamedInteger(string name) => null;

    public override double? NamedDouble(string name) => null;

    public override TEnum? PositionalEnum<TEnum>(int index, string describedAs)
        where TEnum : struct => null;

    public override bool GivesPositional(int index) => true;

    public override void Error(DiagnosticDescriptor descriptor, params string[] arguments) => ErrorAt(string.Empty, descriptor, arguments);

    public override void ErrorAt(int index, DiagnosticDescriptor descriptor, params string[] arguments) => Error(descriptor, arguments);

    public override void ErrorAt(string name, DiagnosticDescriptor descriptor, params string[] arguments) =>
        problems.Add(new OnnxProblem(descriptor.Id, name, arguments));
}
