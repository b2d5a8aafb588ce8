using System.Globalization;
using Microsoft.Playwright;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace CompiledNet.Playground.Tests.Browser;

[Collection(BrowserCollection.Name)]
[Trait("Category", "Browser")]
public class DrawingTests(PlaygroundFixture playground, ITestOutputHelper output)
{
    // Of thirty. Trained on MNIST the network reads nearly all of them, on the samples' own drawn digits a few less.
    private const int AtLeastRight = 26;

    [BrowserFact]
    public async Task A_drawn_seven_wins()
    {
        await using Visit visit = await playground.VisitAsync();
        await visit.DrawAsync(7, hand: 0);

        await Expect(visit.Of("answer")).ToHaveTextAsync("7");
        await Expect(visit.Of("answer-live")).ToContainTextAsync("7");
        Assert.Empty(visit.Problems);
    }

    [BrowserFact]
    public async Task Activations_are_shown_while_the_digit_is_being_drawn()
    {
        await using Visit visit = await playground.VisitAsync();
        string before = await visit.PictureAsync("diagram");
        LocatorBoundingBoxResult box = (await visit.Of("draw").BoundingBoxAsync())!;
        await visit.Page.Mouse.MoveAsync(box.X + (box.Width * 0.3f), box.Y + (box.Height * 0.2f));
        await visit.Page.Mouse.DownAsync();
        await visit.Page.Mouse.MoveAsync(box.X + (box.Width * 0.7f), box.Y + (box.Height * 0.2f), new() { Steps = 10 });

        // The mouse button is still down.
        await Expect(visit.Of("answer")).Not.ToHaveAttributeAsync("data-digit", "");
        string during = await visit.PictureAsync("diagram");
        Assert.NotEqual(before, during);
        await visit.Page.Mouse.MoveAsync(box.X + (box.Width * 0.45f), box.Y + (box.Height * 0.9f), new() { Steps = 10 });
        await visit.Page.Mouse.UpAsync();
        await Expect(visit.Of("answer")).ToHaveTextAsync("7");
        Assert.NotEqual(during, await visit.PictureAsync("diagram"));
    }

    [BrowserFact]
    public async Task Digits_written_by_mouse_in_three_hands_are_read()
    {
        await using Visit visit = await playground.VisitAsync();
        int right = 0;
        List<string> wrong = [];
        for (int hand = 0; hand < Handwriting.HandCount; hand++)
        {
            for (int digit = 0; digit < 10; digit++)
            {
                await visit.DrawAsync(digit, hand);
                string answer = await visit.Of("answer").InnerTextAsync();
                if (answer == digit.ToString(CultureInfo.InvariantCulture))
                {
                    right++;
                }
                else
                {
                    wrong.Add($"hand {hand}: {digit} read as {answer}");
                }
            }
        }

        output.WriteLine($"{right} of {Handwriting.HandCount * 10} digits are read rightly. {string.Join("; ", wrong)}");
        Assert.True(right >= AtLeastRight, $"{right} of {Handwriting.HandCount * 10} are read rightly; wrong: {string.Join("; ", wrong)}");
    }

    [BrowserFact]
    public async Task A_digit_can_be_drawn_by_keyboard()
    {
        await using Visit visit = await playground.VisitAsync();
        await visit.Of("draw").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Space");
        for (int i = 0; i < 8; i++)
        {
            await visit.Page.Keyboard.PressAsync("ArrowDown");
        }

        await visit.Page.Keyboard.PressAsync("Space");
        await Expect(visit.Of("answer")).ToHaveTextAsync("1");
        await visit.Page.Keyboard.PressAsync("Escape");
        await Expect(visit.Of("answer")).ToHaveAttributeAsync("data-digit", "");
    }

    [BrowserFact]
    public async Task A_test_image_is_shown_and_read()
    {
        await using Visit visit = await playground.VisitAsync();
        await visit.Of("example").ClickAsync();
        await Expect(visit.Of("answer")).Not.ToHaveAttributeAsync("data-digit", "");
        await visit.Of("wrong").ClickAsync();
        await Expect(visit.Of("draw-source")).ToContainTextAsync("test image", new() { IgnoreCase = true });
        Assert.Empty(visit.Problems);
    }
}
