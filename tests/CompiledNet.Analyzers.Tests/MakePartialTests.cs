using CompiledNet.Analyzers.Tests.Harness;
using CompiledNet.CodeFixes;

namespace CompiledNet.Analyzers.Tests;

/// <summary>CNET0001 comes from the generator; its fix adds the word partial wherever it is missing.</summary>
public class MakePartialTests
{
    [Fact]
    public Task The_class_becomes_partial() => Expect.Fixes<MakePartialFixProvider>(
        """
        using CompiledNet;

        // Sorts the mail.
        [CompiledNetwork(2, 1)]
        internal sealed class Net // as small as it gets
        {
        }
        """,
        """
        using CompiledNet;

        // Sorts the mail.
        [CompiledNetwork(2, 1)]
        internal sealed partial class Net // as small as it gets
        {
        }
        """);

    [Fact]
    public Task A_class_without_modifiers_keeps_its_place_and_comments() => Expect.Fixes<MakePartialFixProvider>(
        """
        using CompiledNet;

        [CompiledNetwork(2, 1)]
        // Only here.
        class Net;
        """,
        """
        using CompiledNet;

        [CompiledNetwork(2, 1)]
        // Only here.
        partial class Net;
        """);

    [Fact]
    public Task The_types_around_it_become_partial_too() => Expect.Fixes<MakePartialFixProvider>(
        """
        using CompiledNet;

        namespace Games
        {
            internal static class Outer
            {
                internal partial struct Middle
                {
                    internal interface IInner
                    {
                        [CompiledNetwork(2, 1)]
                        internal class Net;
                    }
                }
            }
        }
        """,
        """
        using CompiledNet;

        namespace Games
        {
            internal static partial class Outer
            {
                internal partial struct Middle
                {
                    internal partial interface IInner
                    {
                        [CompiledNetwork(2, 1)]
                        internal partial class Net;
                    }
                }
            }
        }
        """);

    [Fact]
    public Task Fix_all_takes_every_class_and_what_they_share_once() => Expect.FixesAll<MakePartialFixProvider>(
        """
        using CompiledNet;

        [CompiledNetwork(2, 1)]
        internal class First;

        internal class Outer
        {
            [CompiledNetwork(2, 1)]
            internal class Second;

            [CompiledNetwork(2, 1)] internal class Third;
        }
        """,
        """
        using CompiledNet;

        [CompiledNetwork(2, 1)]
        internal partial class First;

        internal partial class Outer
        {
            [CompiledNetwork(2, 1)]
            internal partial class Second;

            [CompiledNetwork(2, 1)] internal partial class Third;
        }
        """);
}
