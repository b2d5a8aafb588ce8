using System.Reflection;
using System.Runtime.CompilerServices;

namespace CompiledNet.Generator.Tests.Harness;

/// <summary>
/// Compares a text with a file beside the test, by the conventions of Verify: <c>Class.Method.verified.cs</c> is the accepted text; where
/// there is a difference the new text goes to <c>Class.Method.received.cs</c>, to be looked at and, if right, renamed.
/// </summary>
internal static class Snapshot
{
    /// <summary>The folder of this test project.</summary>
    public static string ProjectDirectory { get; } =
        typeof(Snapshot).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "ProjectDirectory").Value!;

    public static void Verify(string text, string extension, [CallerFilePath] string testFile = "", [CallerMemberName] string testName = "")
    {
        string stem = Path.Combine(Folder(testFile), $"{Path.GetFileNameWithoutExtension(testFile)}.{testName}");
        string verified = $"{stem}.verified.{extension}";
        string received = $"{stem}.received.{extension}";
        string? expected = File.Exists(verified) ? File.ReadAllText(verified) : null;
        if (expected == text)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, text);
        Assert.True(expected is not null, $"There is no {verified} yet. Look at {received} and rename it.");
        Assert.Equal(expected, text);
    }

    // A deterministic build shortens the caller's path to one below "/_/", so the project's folder comes from the assembly.
    private static string Folder(string testFile)
    {
        string project = ProjectDirectory;
        string marker = $"/{Path.GetFileName(project)}/";
        string relative = testFile.Replace('\\', '/');
        return Path.GetDirectoryName(Path.Combine(project, relative[(relative.LastIndexOf(marker, StringComparison.Ordinal) + marker.Length)..]))!;
    }
}
