namespace CompiledNet.Package.Tests;

/// <summary>Tests that share the packed packages, one after the other: each of them builds with all cores.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class PackageTests : ICollectionFixture<PackedPackages>
{
    public const string Name = "Packages";
}
