using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CompiledNet.Playground.Tests.Browser;

/// <summary>A page of the playground, and what can be done and seen on it.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly string _address;
    private readonly List<string> _problems = [];

    public Visit(IBrowserContext context, IPage page, string address)
    {
        _context = context;
        _address = address;
        Page = page;
        page.PageError += (_, error) => _problems.Add($"error: {error}");
        page.Console += (_, message) =>
        {
            // An answer such as 400 is logged by the browser itself.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                _problems.Add($"console: {message.Text}");
            }
        };
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(address + "/", StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal))
            {
                _problems.Add($"request to elsewhere: {request.Url}");
            }
        };
    }

    public IPage Page { get; }

    public IBrowserContext Context => _context;

    /// <summary>Errors of the page, and requests to any other server: there should be none.</summary>
    public IReadOnlyList<string> Problems => _problems;

    public ILocator Of(string testId) => Page.GetByTestId(testId);

    public async Task GoToAsync(string path)
    {
        await Page.GotoAsync(_address + path);
        if (path == "/" || path.StartsWith("/#", StringComparison.Ordinal))
        {
            await ReadyAsync();
        }
    }

    /// <summary>Waits until the page has its network.</summary>
    public Task ReadyAsync() => Page.WaitForFunctionAsync("() => document.body.dataset.ready === 'true' && document.body.dataset.session");

    public async Task ChooseProblemAsync(string name)
    {
        await Of("problems").GetByText(name, new() { Exact = true }).ClickAsync();
        await Page.WaitForFunctionAsync(
            "name => document.querySelector(`[data-problem=${name.toLowerCase()}][aria-current=true]`) && document.getElementById('main').getAttribute('aria-busy') !== 'true'", name);
    }

    public async Task DrawAsync(int digit, int hand)
    {
        await Of("clear").ClickAsync();
        await Expect(Of("answer")).ToHaveAttributeAsync("data-digit", "");
        await Of("draw").ScrollIntoViewIfNeededAsync();
        LocatorBoundingBoxResult box = (await Of("draw").BoundingBoxAsync())!;
        await Handwriting.WriteAsync(Page.Mouse, box, digit, hand);
        await Expect(Of("answer")).Not.ToHaveAttributeAsync("data-digit", "");
        await SettledAsync();
    }

    /// <summary>Waits until what is drawn has been sent, which happens once a frame, and answered.</summary>
    public Task SettledAsync() => Page.EvaluateAsync(
        """
        async () => {
          const frame = () => new Promise(done => requestAnimationFrame(done));
          await frame();
          await frame();
          while (document.body.dataset.reading === 'true') await frame();
        }
        """);

    /// <summary>The session as the server knows it.</summary>
    public async Task<System.Text.Json.JsonElement> SessionAsync()
    {
        string id = await Page.EvaluateAsync<string>("() => document.body.dataset.session");
        IAPIResponse response = await Page.APIRequest.GetAsync($"{_address}/api/sessions/{id}");
        Assert.Equal(200, response.Status);
        return (await response.JsonAsync())!.Value;
    }

    public async Task<string> SessionIdAsync() => await Page.EvaluateAsync<string>("() => document.body.dataset.session");

    public async Task<long> StepsAsync() => long.Parse(await Of("steps").InnerTextAsync(), NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    public async Task<double> CostAsync() => double.Parse((await Of("cost").GetAttributeAsync("data-value"))!, CultureInfo.InvariantCulture);

    public Task StepsReachAsync(long steps) => Page.WaitForFunctionAsync(
        "steps => Number(document.getElementById('steps').textContent.replaceAll(',', '')) >= steps", steps);

    public async Task PauseAsync()
    {
        await Of("play").ClickAsync();
        await Page.WaitForFunctionAsync("() => document.body.dataset.running === 'false'");
    }

    public async Task PlayAsync()
    {
        await Of("play").ClickAsync();
        await Page.WaitForFunctionAsync("() => document.body.dataset.running === 'true'");
    }

    /// <summary>What a canvas shows, as a short text: equal pictures, equal texts.</summary>
    public Task<string> PictureAsync(string testId) => Of(testId).EvaluateAsync<string>(
        """
        canvas => {
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          let hash = 0;
          const colors = new Set();
          for (let i = 0; i < data.length; i += 4) {
            const color = data[i] << 16 | data[i + 1] << 8 | data[i + 2];
            colors.add(color);
            hash = (Math.imul(hash, 31) + color) | 0;
          }
          return `${colors.size} colors, ${hash}`;
        }
        """);

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
