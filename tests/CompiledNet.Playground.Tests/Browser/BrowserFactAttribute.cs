namespace CompiledNet.Playground.Tests.Browser;

/// <summary>A test that needs a browser, and is skipped where there is none, saying how to get one.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Chromium.Find() is null)
        {
            Skip = Chromium.HowToInstall;
        }
    }
}
