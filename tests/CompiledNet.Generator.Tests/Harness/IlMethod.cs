using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace CompiledNet.Generator.Tests.Harness;

/// <summary>What the just-in-time compiler sees of a method before it decides how to compile it.</summary>
/// <param name="Type">Namespace and class.</param>
/// <param name="Name">The method's name.</param>
/// <param name="Options">Its <c>MethodImpl</c> options.</param>
/// <param name="Bytes">The length of its IL.</param>
/// <param name="Instructions">Its instructions.</param>
/// <param name="Blocks">Its basic blocks: places where control arrives or from which it goes on elsewhere.</param>
/// <param name="Variables">Its parameters and locals together.</param>
/// <param name="References">How often an instruction names one of them.</param>
/// <param name="Loops">Its branches backwards.</param>
/// <param name="InlinedCalls">Its calls of methods of the same assembly that are marked to be inlined.</param>
internal sealed record IlMethod(
    string Type,
    string Name,
    MethodImplAttributes Options,
    int Bytes,
    int Instructions,
    int Blocks,
    int Variables,
    int References,
    int Loops,
    int InlinedCalls)
{
    private static readonly Dictionary<ushort, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (ushort)code.Value);

    /// <summary>Every method with a body in an assembly.</summary>
    /// <param name="image">The assembly's bytes.</param>
    public static IReadOnlyList<IlMethod> ReadAll(ImmutableArray<byte> image)
    {
        using PEReader file = new(image);
        MetadataReader metadata = file.GetMetadataReader();
        return
        [
            .. metadata.MethodDefinitions
                .Select(metadata.GetMethodDefinition)
                .Where(method => method.RelativeVirtualAddress != 0)
                .Select(method => Read(file, metadata, method)),
        ];
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Type}.{Name}: {Bytes:N0} bytes, {Instructions:N0} instructions, {Blocks:N0} blocks, {Variables:N0} variables named {References:N0} times, {Loops:N0} loops, {InlinedCalls:N0} inlined calls; {Options}";

    private static IlMethod Read(PEReader file, MetadataReader metadata, MethodDefinition method)
    {
        TypeDefinition type = metadata.GetTypeDefinition(method.GetDeclaringType());
        MethodBodyBlock body = file.GetMethodBody(method.RelativeVirtualAddress);
        int parameters = method.GetParameters().Count(handle => metadata.GetParameter(handle).SequenceNumber > 0)
            + (method.Attributes.HasFlag(MethodAttributes.Static) ? 0 : 1);
        int locals = 0;
        if (!body.LocalSignature.IsNil)
        {
            BlobReader signature = metadata.GetBlobReader(metadata.GetStandaloneSignature(body.LocalSignature).Signature);
            signature.ReadSignatureHeader();
            locals = signature.ReadCompressedInteger();
        }

        Code code = new(body.GetILReader());
        return new(
            $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}",
            metadata.GetString(method.Name),
            method.ImplAttributes,
            body.GetILReader().Length,
            code.Instructions,
            code.BlockStarts.Count,
            parameters + locals,
            code.References,
            code.Loops,
            code.Calls.Count(call => metadata.GetMethodDefinition(call).ImplAttributes.HasFlag(MethodImplAttributes.AggressiveInlining)));
    }

    private sealed class Code
    {
        private readonly int _end;

        public Code(BlobReader il)
        {
            _end = il.Length;
            BlockStarts.Add(0);
            while (il.RemainingBytes > 0)
            {
                ReadInstruction(ref il);
            }
        }

        public int Instructions { get; private set; }

        public int References { get; private set; }

        public int Loops { get; private set; }

        public HashSet<int> BlockStarts { get; } = [];

        /// <summary>The methods of the same assembly that are called.</summary>
        public List<MethodDefinitionHandle> Calls { get; } = [];

        private void ReadInstruction(ref BlobReader il)
        {
            int start = il.Offset;
            byte first = il.ReadByte();
            OpCode code = OpCodesByValue[first == 0xFE ? (ushort)(0xFE00 | il.ReadByte()) : first];
            Instructions++;
            if (code.Name!.StartsWith("ldloc", StringComparison.Ordinal) || code.Name.StartsWith("stloc", StringComparison.Ordinal)
                || code.Name.StartsWith("ldarg", StringComparison.Ordinal) || code.Name.StartsWith("starg", StringComparison.Ordinal))
            {
                References++;
            }

            switch (code.OperandType)
            {
                case OperandType.InlineNone:
                    break;
                case OperandType.ShortInlineBrTarget:
                    Branch(start, il.ReadSByte(), il.Offset);
                    break;
                case OperandType.InlineBrTarget:
                    Branch(start, il.ReadInt32(), il.Offset);
                    break;
                case OperandType.InlineSwitch:
                    int[] jumps = [.. ReadJumps(ref il)];
                    foreach (int jump in jumps)
                    {
                        Branch(start, jump, il.Offset);
                    }

                    break;
                case OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    il.ReadByte();
                    break;
                case OperandType.InlineVar:
                    il.ReadInt16();
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    il.ReadInt64();
                    break;
                case OperandType.InlineMethod:
                    EntityHandle method = MetadataTokens.EntityHandle(il.ReadInt32());
                    if (method.Kind == HandleKind.MethodDefinition)
                    {
                        Calls.Add((MethodDefinitionHandle)method);
                    }

                    break;
                default:
                    il.ReadInt32();
                    break;
            }

            if (code.FlowControl is FlowControl.Branch or FlowControl.Cond_Branch or FlowControl.Return or FlowControl.Throw)
            {
                StartBlock(il.Offset);
            }
        }

        private static List<int> ReadJumps(ref BlobReader il)
        {
            int count = il.ReadInt32();
            List<int> jumps = [];
            for (int n = 0; n < count; n++)
            {
                jumps.Add(il.ReadInt32());
            }

            return jumps;
        }

        private void Branch(int from, int jump, int next)
        {
            StartBlock(next + jump);
            Loops += next + jump <= from ? 1 : 0;
        }

        private void StartBlock(int offset)
        {
            if (offset < _end)
            {
                BlockStarts.Add(offset);
            }
        }
    }
}
