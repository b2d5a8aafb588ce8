using System;
using System.Collections.Generic;
using System.Linq;
using CompiledNet.Generator.Emit;
using CompiledNet.Onnx.Schema;

namespace CompiledNet.Generator.Onnx;

/// <summary>A node's attributes, with care: any may be missing, or of another type than the operator's.</summary>
internal sealed class NodeReader(NodeProto node)
{
    private const int TypeFloat = 1;
    private const int TypeInt = 2;
    private const int TypeString = 3;
    private const int TypeTensor = 4;
    private const int TypeFloats = 6;
    private const int TypeInts = 7;

    private static readonly string[] TypeNames =
        ["undefined", "float", "int", "string", "tensor", "graph", "floats", "ints", "strings", "tensors", "graphs"];

    public NodeProto Node => node;

    public string Operator => node.OpType;

    public bool Has(string name) => node.Attribute.Any(attribute => attribute.Name == name);

    public double Float(string name, double defaultValue) => Find(name, TypeFloat) is { } attribute ? attribute.F : defaultValue;

    public long Int(string name, long defaultValue) => Find(name, TypeInt) is { } attribute ? attribute.I : defaultValue;

    public string Text(string name, string defaultValue) => Find(name, TypeString) is { } attribute ? attribute.S.ToStringUtf8() : defaultValue;

    public TensorProto? Tensor(string name) => Find(name, TypeTensor)?.T;

    public IReadOnlyList<float> Floats(string name) => Find(name, TypeFloats)?.Floats ?? (IReadOnlyList<float>)[];

    /// <summary>Whole numbers that fit an int; null where they are not given.</summary>
    public int[]? Ints(string name)
    {
        if (Find(name, TypeInts) is not { } attribute)
        {
            return null;
        }

        if (attribute.Ints.FirstOrDefault(number => number is < int.MinValue or > int.MaxValue) is not 0 and long wide)
        {
            throw Error(SourceWriter.Text($"{name} has {wide} in it, which is no size of an array"));
        }

        return [.. attribute.Ints.Select(number => (int)number)];
    }

    /// <summary>As many numbers as there are directions; null where they are not given.</summary>
    public int[]? Ints(string name, int count)
    {
        int[]? numbers = Ints(name);
        if (numbers is not null && numbers.Length != count)
        {
            throw Error(SourceWriter.Text($"{name} has {numbers.Length} numbers; expected {count}"));
        }

        return numbers;
    }

    public OnnxException Error(string problem) => OnnxErrors.Node(node, problem);

    /// <summary>Fails unless an attribute has the only value that is covered.</summary>
    public void Expect(string name, long defaultValue, long expected, string why)
    {
        if (Int(name, defaultValue) is var value && value != expected)
        {
            throw Error(SourceWriter.Text($"its {name} is {value}; {why}"));
        }
    }

    private AttributeProto? Find(string name, int type)
    {
        AttributeProto? found = node.Attribute.FirstOrDefault(attribute => attribute.Name == name);
        if (found is null)
        {
            return null;
        }

        // Files of the format's first version leave the type out.
        if (found.Type != type && found.Type != 0)
        {
            string given = found.Type > 0 && found.Type < TypeNames.Length ? TypeNames[found.Type] : SourceWriter.Text($"type {found.Type}");
            throw Error($"its attribute {name} is of type {given}; expected {TypeNames[type]}");
        }

        if (type == TypeTensor && found.T is null)
        {
            throw Error($"its attribute {name} has no tensor");
        }

        return found;
    }
}
