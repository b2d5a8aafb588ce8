using System.Globalization;
using CompiledNet.Playground;
using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CompiledNet.Playground.Tests.Browser;

[Collection(BrowserCollection.Name)]
[Trait("Category", "Browser")]
public class VisitorTests(PlaygroundFixture playground)
{
    [BrowserFact]
    public async Task A_reload_finds_the_network_as_it_was()
    {
        await using Visit visit = await playground.VisitAsync("/#problem=gaussian");
        await visit.PlayAsync();
        await visit.StepsReachAsync(100);
        await visit.PauseAsync();
        string id = await visit.SessionIdAsync();
        long steps = (await visit.SessionAsync()).GetProperty("frame").GetProperty("step").GetInt64();

        await visit.Page.ReloadAsync();
        await visit.ReadyAsync();
        Assert.Equal(id, await visit.SessionIdAsync());
        await visit.StepsReachAsync(steps);
        Assert.Equal(steps, await visit.StepsAsync());
        await Expect(visit.Of("problem-gaussian")).ToHaveAttributeAsync("aria-current", "true");
        Assert.Empty(visit.Problems);
    }

    [BrowserFact]
    public async Task Training_goes_on_over_a_reload()
    {
        await using Visit visit = await playground.VisitAsync("/#problem=gaussian");
        await visit.PlayAsync();
        await visit.StepsReachAsync(10);
        await visit.Page.ReloadAsync();
        await visit.ReadyAsync();
        await visit.Page.WaitForFunctionAsync("() => document.body.dataset.running === 'true'");
        await visit.StepsReachAsync(await visit.StepsAsync() + 10);
    }

    [BrowserFact]
    public async Task The_speed_shown_after_a_reload_is_the_one_it_runs_at()
    {
        await using Visit visit = await playground.VisitAsync("/#problem=gaussian");
        Task<IResponse> settled = visit.Page.WaitForResponseAsync(response => response.Request.Method == "PATCH");
        await visit.Of("speed").SelectOptionAsync("10");
        await settled;
        await visit.Page.ReloadAsync();
        await visit.ReadyAsync();
        await Expect(visit.Of("speed")).ToHaveValueAsync("10");
        Assert.Equal(10, (await visit.SessionAsync()).GetProperty("settings").GetProperty("speed").GetInt32());

        // Another network is made for the same page, at the same speed.
        await visit.ChooseProblemAsync("Xor");
        await Expect(visit.Of("speed")).ToHaveValueAsync("10");
        Assert.Equal(10, (await visit.SessionAsync()).GetProperty("settings").GetProperty("speed").GetInt32());
    }

    [BrowserFact]
    public async Task Layers_added_while_another_problem_is_made_are_added_to_that_problems_network()
    {
        await using Visit visit = await playground.VisitAsync("/#problem=spiral");
        await visit.Of("add-layer").ClickAsync();
        await visit.Of("add-layer").ClickAsync();
        await visit.Of("problem-gaussian").ClickAsync();
        await visit.Of("add-layer").ClickAsync();
        await visit.Page.WaitForFunctionAsync("() => document.getElementById('main').dataset.problem === 'plane' && document.getElementById('main').getAttribute('aria-busy') !== 'true'");
        await Expect(visit.Page.Locator(".hidden-layer")).ToHaveCountAsync(1);
        await Expect(visit.Of("problem-gaussian")).ToHaveAttributeAsync("aria-current", "true");
        await visit.Page.WaitForFunctionAsync(
            "async () => { const s = await (await fetch('/api/sessions/' + document.body.dataset.session)).json(); return s.spec.problem === 'gaussian' && s.spec.hidden.length === 1; }");
        Assert.Empty(visit.Problems);
    }

    [BrowserFact]
    public async Task A_link_can_ask_for_a_network_and_is_told_what_cannot_be_had()
    {
        await using Visit visit = await playground.VisitAsync("/?spec=" + Uri.EscapeDataString("""{"problem":"circle","hidden":[{"neurons":3,"activation":"ReLU"}]}"""));
        await visit.ReadyAsync();
        await Expect(visit.Of("attribute")).ToContainTextAsync("[Dense(3, Activation.ReLU)]");
        foreach ((string wish, string why) in new[] { ("{bad", "not JSON"), ("""{"problem":"chess"}""", "no such problem"), ("""{"problem":"xor","batchSize":-5}""", "batchSize is -5") })
        {
            await visit.GoToAsync("/?spec=" + Uri.EscapeDataString(wish));
            await visit.ReadyAsync();
            await Expect(visit.Of("settings-error")).ToContainTextAsync(why);

            // The network is as it was.
            await Expect(visit.Of("attribute")).ToContainTextAsync("[Dense(3, Activation.ReLU)]");
        }

        Assert.Empty(visit.Problems);
    }

    [BrowserFact]
    public async Task Two_tabs_have_a_network_each()
    {
        await using Visit first = await playground.VisitAsync("/#problem=circle");
        await using Visit second = new(first.Context, await first.Context.NewPageAsync(), playground.Address);
        await second.GoToAsync("/#problem=circle");
        Assert.NotEqual(await first.SessionIdAsync(), await second.SessionIdAsync());

        await first.PlayAsync();
        await first.StepsReachAsync(200);
        Assert.Equal(0, await second.StepsAsync());
        await second.PlayAsync();
        await second.StepsReachAsync(200);
        await first.PauseAsync();
        await second.StepsReachAsync(await second.StepsAsync() + 50);
        Assert.Empty(first.Problems);
        Assert.Empty(second.Problems);
    }

    [BrowserFact]
    public async Task A_duplicate_of_a_tab_gets_a_network_of_its_own()
    {
        await using Visit first = await playground.VisitAsync("/#problem=circle");

        // A window opened by the page starts with a copy of its session storage, as a duplicated tab does.
        IPage opened = await first.Context.RunAndWaitForPageAsync(() => first.Page.EvaluateAsync("() => { window.open('/'); }"));
        await using Visit second = new(first.Context, opened, playground.Address);
        await second.ReadyAsync();
        Assert.NotEqual(await first.SessionIdAsync(), await second.SessionIdAsync());
    }

    [BrowserFact]
    public async Task Bad_requests_are_refused_and_break_nothing()
    {
        await using Visit visit = await playground.VisitAsync("/#problem=circle");
        await visit.PlayAsync();
        string[] statuses = await visit.Page.EvaluateAsync<string[]>(
            """
            async () => {
              const id = document.body.dataset.session;
              const json = { 'content-type': 'application/json' };
              const requests = [
                ['POST', '/api/sessions', '{"problem":"chess"}', json],
                ['POST', '/api/sessions', '{"problem":"xor","hidden":[{"neurons":1000000,"activation":"ReLU"}]}', json],
                ['POST', '/api/sessions', 'not json', json],
                ['POST', '/api/sessions', '{"problem":"xor"}', { 'content-type': 'text/plain' }],
                ['PATCH', `/api/sessions/${id}/settings`, '{"learningRate":-1}', json],
                ['PATCH', `/api/sessions/${id}/settings`, '{"learningRate":1e400}', json],
                ['PATCH', `/api/sessions/${id}/settings`, '{"batchSize":0}', json],
                ['POST', `/api/sessions/${id}/step`, '{"steps":-5}', json],
                ['POST', `/api/sessions/${id}/activations`, '{"input":[1]}', json],
                ['GET', `/api/sessions/${id}/code/..%2f..%2fPlayground.dll`],
                ['GET', '/api/sessions/unknown'],
                ['DELETE', '/api/catalog'],
              ];
              const statuses = [];
              for (const [method, path, body, headers] of requests) {
                const response = await fetch(path, { method, body, headers });
                statuses.push(`${method} ${path.replace(id, 'ID')} ${body ?? ''}: ${response.status}`);
              }
              return statuses;
            }
            """);

        Assert.All(statuses, status => Assert.Matches(": 4[0-9]{2}$", status));
        await visit.StepsReachAsync(await visit.StepsAsync() + 20);
        Assert.Empty(visit.Problems);
    }

    [BrowserFact]
    public async Task The_page_says_when_the_server_is_gone_and_goes_on_when_it_is_back()
    {
        int port = PlaygroundFixture.FreePort();
        WebApplication server = await PlaygroundFixture.StartServerAsync(port);
        await using Visit visit = await playground.VisitAsync("/#problem=xor", address: PlaygroundHost.AddressOf(server));
        await visit.PlayAsync();
        await visit.StepsReachAsync(10);

        await server.StopAsync();
        await server.DisposeAsync();
        await Expect(visit.Of("banner")).ToBeVisibleAsync();
        await Expect(visit.Of("banner")).ToContainTextAsync("dotnet run");
        await Expect(visit.Of("play")).ToBeDisabledAsync();

        // The new server does not know the session: the page makes one like it.
        await using WebApplication again = await PlaygroundFixture.StartServerAsync(port);
        await Expect(visit.Of("banner")).ToBeHiddenAsync();
        await Expect(visit.Of("play")).ToBeEnabledAsync();
        Assert.Equal("xor", (await visit.SessionAsync()).GetProperty("spec").GetProperty("problem").GetString());
    }

    [BrowserFact]
    public async Task Nothing_is_wider_than_a_phone()
    {
        foreach (string path in new[] { "/", "/#problem=spiral", "/tour.html" })
        {
            await using Visit visit = await playground.VisitAsync(path, width: 360, height: 740);
            int width = await visit.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
            Assert.True(width <= 360, string.Create(CultureInfo.InvariantCulture, $"{path} is {width} pixels wide on a screen of 360."));
        }
    }

    [BrowserFact]
    public async Task Dark_and_light_follow_the_system_and_can_be_changed()
    {
        await using Visit light = await playground.VisitAsync("/#problem=xor", colors: ColorScheme.Light);
        await using Visit dark = await playground.VisitAsync("/#problem=xor", colors: ColorScheme.Dark);
        string lightPaper = await Paper(light);
        Assert.NotEqual(lightPaper, await Paper(dark));

        await dark.Of("theme").ClickAsync();
        Assert.Equal(lightPaper, await Paper(dark));
        await dark.Page.ReloadAsync();
        await dark.ReadyAsync();
        Assert.Equal(lightPaper, await Paper(dark));

        static Task<string> Paper(Visit visit) => visit.Page.EvaluateAsync<string>("() => getComputedStyle(document.documentElement).backgroundColor");
    }

    [BrowserFact]
    public async Task Every_control_can_be_reached_and_has_a_name()
    {
        await using Visit visit = await playground.VisitAsync();
        string[] nameless = await visit.Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('button, input, select, a[href], canvas[tabindex]')]
              .filter(control => control.checkVisibility())
              .filter(control => control.tabIndex < 0 && !control.disabled && control.type !== 'radio'
                || !(control.ariaLabel || control.getAttribute('aria-labelledby') || control.labels?.length || control.textContent.trim()))
              .map(control => control.outerHTML.slice(0, 120))
            """);
        Assert.Empty(nameless);

        await visit.Page.Locator("body").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("skip", await visit.Page.EvaluateAsync<string>("() => document.activeElement.className"));
        await visit.Page.EvaluateAsync("() => document.activeElement.blur()");
        await visit.Page.Keyboard.PressAsync("Space");
        await visit.Page.WaitForFunctionAsync("() => document.body.dataset.running === 'true'");
        await visit.Page.Keyboard.PressAsync("Space");
        await visit.Page.WaitForFunctionAsync("() => document.body.dataset.running === 'false'");
    }

    [BrowserFact]
    public async Task The_tour_shows_a_picture_a_text_and_code_at_every_step()
    {
        await using Visit visit = await playground.VisitAsync("/tour.html");
        await Expect(visit.Of("tour-list").Locator("li")).Not.ToHaveCountAsync(0);
        int steps = await visit.Of("tour-list").Locator("li").CountAsync();
        Assert.True(steps >= 12, $"{steps} steps");
        HashSet<string> titles = [];
        for (int n = 0; n < steps; n++)
        {
            await Expect(visit.Of("tour-seed")).ToContainTextAsync("Computed by the server");
            await Expect(visit.Of("tour-picture").Locator("svg[role=img][aria-label]")).ToBeVisibleAsync();
            Assert.True((await visit.Of("tour-text").InnerTextAsync()).Length > 200);
            Assert.True((await visit.Of("tour-code").InnerTextAsync()).Length > 100);
            titles.Add(await visit.Of("tour-title").InnerTextAsync());
            await visit.Page.Keyboard.PressAsync("PageDown");
            await Expect(visit.Of("tour-step")).Not.ToHaveAttributeAsync("aria-busy", "true");
        }

        Assert.Equal(steps, titles.Count);
        Assert.Empty(visit.Problems);
    }

    [BrowserFact]
    public async Task A_step_of_the_tour_is_computed_anew_and_can_be_tried_in_the_playground()
    {
        await using Visit visit = await playground.VisitAsync("/tour.html#cost");
        await Expect(visit.Of("tour-seed")).ToContainTextAsync("Computed by the server");
        string picture = await visit.Of("tour-picture").InnerHTMLAsync();
        await visit.Of("tour-again").ClickAsync();
        await Expect(visit.Of("tour-seed")).ToContainTextAsync("with seed 2");
        Assert.NotEqual(picture, await visit.Of("tour-picture").InnerHTMLAsync());

        await visit.GoToAsync("/tour.html#mini-batches");
        await visit.Of("tour-try").ClickAsync();
        await visit.ReadyAsync();
        Assert.Equal(1, (await visit.SessionAsync()).GetProperty("spec").GetProperty("seed").GetInt32());
        Assert.Empty(visit.Problems);
    }
}
