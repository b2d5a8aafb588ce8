using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CompiledNet.Playground.Tests.Browser;

[Collection(BrowserCollection.Name)]
[Trait("Category", "Browser")]
public class TrainingTests(PlaygroundFixture playground)
{
    [BrowserFact]
    public async Task Training_makes_the_cost_fall_until_it_is_paused()
    {
        await using Visit visit = await playground.VisitAsync();
        await visit.Of("reset").ClickAsync();
        await Expect(visit.Of("steps")).ToHaveTextAsync("0");
        double first = await visit.CostAsync();

        await visit.PlayAsync();
        await visit.StepsReachAsync(3000);
        await visit.Page.WaitForFunctionAsync("first => Number(document.getElementById('cost').dataset.value) < 0.7 * first", first);

        await visit.PauseAsync();
        long steps = (await visit.SessionAsync()).GetProperty("frame").GetProperty("step").GetInt64();
        Assert.Equal(steps, (await visit.SessionAsync()).GetProperty("frame").GetProperty("step").GetInt64());
        await visit.StepsReachAsync(steps);
        Assert.Equal(steps, await visit.StepsAsync());
        Assert.Empty(visit.Problems);
    }

    [BrowserFact]
    public async Task Settings_change_while_it_trains()
    {
        await using Visit visit = await playground.VisitAsync("/#problem=circle");
        await visit.PlayAsync();
        await visit.StepsReachAsync(10);

        await visit.Of("learning-rate").FillAsync("0.02");
        await visit.Of("learning-rate").PressAsync("Enter");
        await visit.Of("batch").FillAsync("25");
        await visit.Of("batch").PressAsync("Enter");
        await Until(visit, settings => settings.GetProperty("batchSize").GetInt32() == 25 && settings.GetProperty("learningRate").GetDouble() == 0.02);
        await visit.Of("optimizer").SelectOptionAsync("adam");
        await Until(visit, settings => settings.GetProperty("optimizer").GetString() == "adam");

        Assert.True((await visit.SessionAsync()).GetProperty("running").GetBoolean());
        await visit.StepsReachAsync(await visit.StepsAsync() + 10);
        Assert.Empty(visit.Problems);
    }

    [BrowserFact]
    public async Task A_setting_out_of_range_is_answered_in_words_and_changes_nothing()
    {
        await using Visit visit = await playground.VisitAsync("/#problem=xor");
        JsonElement before = (await visit.SessionAsync()).GetProperty("settings").Clone();
        await visit.Of("batch").FillAsync("0");
        await visit.Of("batch").PressAsync("Enter");
        await Expect(visit.Of("settings-error")).ToContainTextAsync("batch size is 0", new() { IgnoreCase = true });
        await visit.Of("learning-rate").FillAsync("-1");
        await visit.Of("learning-rate").PressAsync("Enter");
        await Expect(visit.Of("settings-error")).ToContainTextAsync("learning rate is -1", new() { IgnoreCase = true });
        Assert.Equal(before.ToString(), (await visit.SessionAsync()).GetProperty("settings").ToString());
    }

    [BrowserFact]
    public async Task A_single_step_shows_the_nudges_of_each_layer()
    {
        await using Visit visit = await playground.VisitAsync();
        long steps = await visit.StepsAsync();
        await visit.Of("step").ClickAsync();
        await visit.StepsReachAsync(steps + 1);

        Assert.Equal(steps + 1, await visit.StepsAsync());
        foreach (int layer in new[] { 1, 2, 3 })
        {
            await Expect(visit.Of($"nudge-{layer}")).ToContainTextAsync("weights");
            await Expect(visit.Of($"nudge-{layer}").Locator(".value").First).Not.ToHaveTextAsync("0");
        }

        await Expect(visit.Of("lines-change")).ToBeCheckedAsync();
    }

    [BrowserFact]
    public async Task The_same_seed_begins_and_goes_on_the_same()
    {
        await using Visit visit = await playground.VisitAsync("/#problem=spiral");
        List<string> courses = [];
        foreach (string seed in new[] { "5", "6", "5" })
        {
            await visit.Of("seed").FillAsync(seed);
            await visit.Of("reset").ClickAsync();
            await Expect(visit.Of("steps")).ToHaveTextAsync("0");
            for (int step = 1; step <= 3; step++)
            {
                await visit.Of("step").ClickAsync();
                await visit.StepsReachAsync(step);
            }

            courses.Add((await visit.SessionAsync()).GetProperty("frame").GetProperty("weights").ToString());
        }

        Assert.Equal(courses[0], courses[2]);
        Assert.NotEqual(courses[0], courses[1]);
    }

    [BrowserFact]
    public async Task The_boundary_is_painted_while_it_trains()
    {
        await using Visit visit = await playground.VisitAsync("/#problem=circle");
        string before = await visit.PictureAsync("boundary");
        await visit.PlayAsync();
        await visit.StepsReachAsync(500);
        await visit.Page.WaitForFunctionAsync("() => Number(document.getElementById('accuracy').dataset.value) > 0.9");
        await visit.PauseAsync();

        string after = await visit.PictureAsync("boundary");
        Assert.NotEqual(before, after);
        Assert.True(int.Parse(after.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture) > 20, after);
    }

    [BrowserFact]
    public async Task Another_network_is_generated_compiled_and_shown()
    {
        await using Visit visit = await playground.VisitAsync("/#problem=xor");
        string hash = (await visit.SessionAsync()).GetProperty("network").GetProperty("hash").GetString()!;
        await visit.Of("more-1").ClickAsync();
        await Until(visit, session => session.GetProperty("network").GetProperty("hash").GetString() != hash, whole: true);

        int neurons = (await visit.SessionAsync()).GetProperty("network").GetProperty("layers")[0].GetProperty("outputs").GetInt32();
        await Expect(visit.Of("attribute")).ToContainTextAsync($"[Dense({neurons}");
        await visit.Of("generated").Locator("summary").ClickAsync();
        await Expect(visit.Of("source")).ToContainTextAsync("Backward", new() { IgnoreCase = true });
        Assert.Empty(visit.Problems);
    }

    private static async Task Until(Visit visit, Func<JsonElement, bool> condition, bool whole = false)
    {
        DateTime end = DateTime.UtcNow.AddMilliseconds(PlaygroundFixture.Patience);
        while (true)
        {
            JsonElement session = await visit.SessionAsync();
            JsonElement asked = whole ? session : session.GetProperty("settings");
            if (condition(asked))
            {
                return;
            }

            Assert.True(DateTime.UtcNow < end, $"Still {asked}.");
            await Task.Delay(50);
        }
    }
}
