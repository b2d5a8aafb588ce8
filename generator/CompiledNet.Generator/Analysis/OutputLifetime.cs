using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace CompiledNet.Generator.Analysis;

/// <summary>
/// Whether an array that is made in a loop is surely done with at the end of the iteration. It knows the uses that only look into the array; any other,
/// such as a return, a field, a list, a lambda or a method that takes arrays, may keep it.
/// </summary>
internal sealed class OutputLifetime(ILoopOperation loop)
{
    // Names for names: nobody means it.
    private const int MostAliases = 4;

    private static readonly HashSet<string> ReadingLinq =
    [
        "Aggregate", "All", "Any", "Average", "Contains", "Count", "ElementAt", "ElementAtOrDefault", "First", "FirstOrDefault", "Last", "LastOrDefault", "LongCount",
        "Max", "MaxBy", "Min", "MinBy", "SequenceEqual", "Single", "SingleOrDefault", "Sum", "ToArray", "ToHashSet", "ToList",
    ];

    private static readonly HashSet<string> LazyLinq =
        ["Index", "Order", "OrderBy", "OrderByDescending", "OrderDescending", "Reverse", "Select", "Skip", "SkipWhile", "Take", "TakeWhile", "ThenBy", "ThenByDescending", "Where", "Zip"];

    private static readonly HashSet<string> OfArrays =
    [
        "BinarySearch", "Clear", "Clone", "ConvertAll", "Copy", "CopyTo", "Exists", "Fill", "Find", "FindIndex", "FindLast", "FindLastIndex", "ForEach", "GetLength",
        "GetLowerBound", "GetUpperBound", "GetValue", "IndexOf", "LastIndexOf", "Reverse", "SetValue", "Sort", "TrueForAll",
    ];

    /// <summary>Whether nothing holds on to the outputs of the call.</summary>
    public bool EndsWithIteration(IInvocationOperation call) => IsLookedInto(call, MostAliases);

    /// <summary>Whether what is around the array, or a lazy sequence over it, only looks into it.</summary>
    private bool IsLookedInto(IOperation array, int aliases)
    {
        IOperation? parent = array.Parent;
        switch (parent)
        {
            case IParenthesizedOperation:
                return IsLookedInto(parent, aliases);
            case IExpressionStatementOperation:
                return true;
            case IConversionOperation conversion:
                return conversion.Type is { IsRefLikeType: true } ? IsSpanDoneWith(conversion, aliases) : conversion.IsImplicit && IsLookedInto(conversion, aliases);
            case IArrayElementReferenceOperation element:
                return element.ArrayReference == array && (element.Type is IArrayTypeSymbol || IsValueTaken(element));
            case IPropertyReferenceOperation property:
                return property.Instance == array && property.Property.Name is "Length" or "LongLength" or "Rank";
            case IForEachLoopOperation each:
                return each.Collection == array;
            case IInvocationOperation call when call.Instance == array:
                return IsOfArray(call);
            case IArgumentOperation { Parent: IInvocationOperation call } argument:
                return argument.Parameter is { RefKind: RefKind.None } parameter && IsHarmless(call, parameter, aliases);
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                return declarator.Symbol.Type is IArrayTypeSymbol && IsLocalDoneWith(declarator, aliases);
            default:
                return false;
        }
    }

    private bool IsHarmless(IInvocationOperation call, IParameterSymbol parameter, int aliases)
    {
        // An array behind the first argument may be an element of the sequence, or what is to be put into it.
        IMethodSymbol method = call.TargetMethod;
        bool isFirst = method.IsStatic && parameter.Ordinal == 0;
        return method.ContainingType is { } type && (type.Name, type.ContainingNamespace?.ToDisplayString()) switch
        {
            ("Enumerable", "System.Linq") => isFirst && (ReadingLinq.Contains(method.Name) || (LazyLinq.Contains(method.Name) && IsLookedInto(call, aliases))),
            ("Array", "System") => isFirst && IsOfArray(call),
            ("String", "System") => method.Name is "Join" or "Concat",
            ("MemoryExtensions", "System") => method.Name == "AsSpan" && IsSpanDoneWith(call, aliases),
            _ => false,
        };
    }

    private static bool IsOfArray(IInvocationOperation call) => call.TargetMethod.ContainingType.SpecialType == SpecialType.System_Array && OfArrays.Contains(call.TargetMethod.Name);

    /// <summary>Whether what is around a span over the array is done with it: a span cannot leave the stack, but can get out of the loop.</summary>
    private bool IsSpanDoneWith(IOperation span, int aliases)
    {
        IOperation? parent = span.Parent;
        switch (parent)
        {
            case IParenthesizedOperation:
                return IsSpanDoneWith(parent, aliases);
            case IConversionOperation conversion:
                return conversion.Type is { IsRefLikeType: true } && IsSpanDoneWith(conversion, aliases);
            case IPropertyReferenceOperation property:
                return property.Instance == span && (property.Property.Name is "Length" or "IsEmpty" || (property.Property.IsIndexer && IsValueTaken(property)));
            case IForEachLoopOperation each:
                return each.Collection == span && each.Syntax is ForEachStatementSyntax { Type: not RefTypeSyntax };
            case IInvocationOperation call when call.Instance == span:
                return IsSpanCallDoneWith(call, aliases);
            case IArgumentOperation { Parent: IInvocationOperation call } argument:
                return argument.Parameter?.RefKind is RefKind.None or RefKind.In && IsSpanCallDoneWith(call, aliases);
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                return declarator.Symbol.RefKind == RefKind.None && IsLocalDoneWith(declarator, aliases);
            default:
                return false;
        }
    }

    /// <summary>A call with a span can keep it only in what it returns, in what it is given by reference, or in the ref struct it belongs to.</summary>
    private bool IsSpanCallDoneWith(IInvocationOperation call, int aliases)
    {
        IMethodSymbol method = call.TargetMethod;
        bool isSpanMethod = method.ContainingType is { ContainingNamespace.Name: "System", Name: "Span" or "ReadOnlySpan" };
        if (method.ReturnsByRef || method.ReturnsByRefReadonly
            || method.Parameters.Any(parameter => parameter.RefKind is RefKind.Ref or RefKind.Out && parameter.Type.IsRefLikeType)
            || (method.ContainingType is { IsRefLikeType: true } && !method.IsStatic && !isSpanMethod))
        {
            return false;
        }

        return method.ReturnType is { IsRefLikeType: false } || (method.Name is "Slice" or "AsSpan" && IsSpanDoneWith(call, aliases));
    }

    /// <summary>Whether an element is read or written, rather than referred to.</summary>
    private static bool IsValueTaken(IOperation element) =>
        element.Syntax.Parent is not RefExpressionSyntax
        && element.Parent is not IAddressOfOperation
        && element.Parent is not IArgumentOperation { Parameter.RefKind: not RefKind.None };

    private bool IsLocalDoneWith(IVariableDeclaratorOperation declarator, int aliases)
    {
        if (aliases == 0 || declarator.Syntax.Parent?.Parent is not LocalDeclarationStatementSyntax || !IsInside(declarator))
        {
            return false;
        }

        ILocalSymbol local = declarator.Symbol;
        foreach (IOperation operation in loop.Descendants())
        {
            if (operation is not ILocalReferenceOperation reference || !SymbolEqualityComparer.Default.Equals(reference.Local, local) || IsNameOnly(reference))
            {
                continue;
            }

            bool isDoneWith = local.Type.IsRefLikeType ? IsSpanDoneWith(reference, aliases - 1) : IsLookedInto(reference, aliases - 1);
            if (!isDoneWith || IsCaptured(reference))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsNameOnly(IOperation reference) => reference.Parent is INameOfOperation;

    private bool IsInside(IOperation operation)
    {
        for (IOperation? parent = operation; parent is not null; parent = parent.Parent)
        {
            if (parent == loop)
            {
                return true;
            }
        }

        return false;
    }

    private bool IsCaptured(IOperation reference)
    {
        for (IOperation? parent = reference.Parent; parent is not null && parent != loop; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return true;
            }
        }

        return false;
    }
}
