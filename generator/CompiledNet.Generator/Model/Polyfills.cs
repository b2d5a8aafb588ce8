namespace System.Runtime.CompilerServices;

/// <summary>What records need; netstandard2.0 lacks it.</summary>
internal static class IsExternalInit
{
}

/// <summary>What required members need.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Field | AttributeTargets.Property)]
internal sealed class RequiredMemberAttribute : Attribute
{
}

/// <summary>What required members need.</summary>
[AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
internal sealed class CompilerFeatureRequiredAttribute(string featureName) : Attribute
{
    public string FeatureName { get; } = featureName;
}
