using System.Text;
using Gatehouse.Delivery;
using Gatehouse.Delivery.Books;
using Gatehouse.Delivery.Readers;
using Gatehouse.Events;
using Gatehouse.Profiles;
using Gatehouse.Profiles.Audiences;
using Gatehouse.Tests.Delivery.Readers;
using Gatehouse.Tests.Harness;
using Gatehouse.Tests.Profiles.Audiences;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Tests.Delivery;

/// <summary>Nothing of an erased visitor is sent any more, or kept to be sent, and the books balance all the same.</summary>
public sealed class ErasedVisitorTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dead_letters_of_an_erased_visitor_go_and_those_of_others_stay()
    {
        await using var edge = await StartAsync(new(static _ => DeliveryResult.Refused("422")));
        await SendAsync(edge, """{"messageId":"m1","anonymousId":"a1","event":"E"}""");
        await SendAsync(edge, """{"messageId":"m2","anonymousId":"a1","userId":"u1","event":"E"}""");
        await SendAsync(edge, """{"messageId":"m3","userId":"u1","event":"E"}""");
        await SendAsync(edge, """{"messageId":"m4","anonymousId":"a2","userId":"u2","event":"E"}""");
        await edge.BalancedAsync();

        await EraseAsync(edge, "u1");

        Assert.Equal(["m4"], await LettersAsync(edge));
        await SendAsync(edge, """{"messageId":"m5","anonymousId":"a1","userId":"u1","event":"E"}""");
        await edge.BalancedAsync();
        Assert.Equal(["m4", "m5"], await LettersAsync(edge));
        Assert.Equal(["dead 5"], await OutcomesAsync(edge));
    }

    [Fact]
    public async Task A_dead_letter_that_was_read_before_its_visitor_was_erased_is_not_sent_again()
    {
        var kind = new ScriptedDestination(static batch => batch.Attempt > 1 ? DeliveryResult.Delivered() : DeliveryResult.Refused("422"));
        await using var edge = await StartAsync(kind);
        await SendAsync(edge, """{"messageId":"m1","userId":"u1","event":"E"}""");
        await edge.BalancedAsync();
        var letter = Assert.Single(await edge.Services.GetRequiredService<DeliveryBooks>().ReadAsync(static books => DeadLetters.List(books, null, null, 0, 10)));

        await EraseAsync(edge, "u1");
        var outcome = await edge.Services.GetRequiredService<DeliveryReaders>().Find("shop", "d")!.ResendAsync(letter, Cancel);

        Assert.Equal((DeliveryVerdict.Refused, "not sent: the visitor was erased"), (outcome.Verdict, outcome.Answer));
        Assert.Empty(kind.Taken);
        await edge.BalancedAsync();
    }

    [Fact]
    public async Task What_waits_for_another_try_is_not_sent_once_its_visitor_is_erased()
    {
        var edge = default(TestEdge);
        var kind = new ScriptedDestination(batch =>
        {
            if (batch.Attempt > 1)
            {
                return DeliveryResult.Delivered();
            }

            EraseAsync(edge!, "u1").GetAwaiter().GetResult();
            return DeliveryResult.Retry("503", TimeSpan.FromMilliseconds(1));
        });
        await using var running = edge = await StartAsync(kind);
        await PostAsync(edge, "b", """{"batch":[{"type":"track","messageId":"m1","userId":"u1","event":"E"},{"type":"track","messageId":"m2","userId":"u2","event":"E"}]}""");

        await edge.BalancedAsync();

        Assert.Equal(["m2"], kind.Taken.Select(static one => one.MessageId));
        Assert.Equal(["delivered 1", "filtered 1"], await OutcomesAsync(edge));
    }

    [Fact]
    public async Task What_waits_for_the_rate_limit_is_not_sent_once_its_visitor_is_erased()
    {
        var clock = new FakeTimeProvider(new(2026, 11, 25, 10, 0, 0, TimeSpan.Zero));
        var waits = new CountedTimers(clock);
        var kind = new ScriptedDestination(static batch => batch.Attempt > 1 ? DeliveryResult.Delivered() : DeliveryResult.Retry("503", TimeSpan.FromMilliseconds(1)));
        await using var edge = await TestEdge.StartAsync(
            settings: [("Destinations:d:Type", "scripted"), ("Destinations:d:RateLimit", "1/h"), ("Destinations:d:Batch:Events", "2")],
            build: builder =>
            {
                builder.AddDestination(kind);
                builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(waits));
            });
        await PostAsync(edge, "b", """{"batch":[{"type":"track","messageId":"m1","userId":"u1","event":"E"},{"type":"track","messageId":"m2","userId":"u2","event":"E"}]}""");
        await waits.WaitForAsync(TimeSpan.FromMilliseconds(1));
        clock.Advance(TimeSpan.FromMilliseconds(1));
        await waits.WaitForAsync(static wait => wait > TimeSpan.FromMinutes(119) && wait < TimeSpan.FromMinutes(120));

        await EraseAsync(edge, "u1");
        clock.Advance(TimeSpan.FromHours(2));
        await edge.BalancedAsync();

        Assert.Equal(["m2"], kind.Taken.Select(static one => one.MessageId));
        Assert.Equal(["delivered 1", "filtered 1"], await OutcomesAsync(edge));
    }

    [Fact]
    public async Task A_destination_that_gets_ids_hashed_or_not_at_all_lets_go_of_them_too()
    {
        var edge = default(TestEdge);
        var kind = new ScriptedDestination(batch =>
        {
            EraseAsync(edge!, "u1").GetAwaiter().GetResult();
            return DeliveryResult.Retry("503", TimeSpan.FromMilliseconds(1));
        });
        await using var running = edge = await StartAsync(kind, null, ("Destinations:d:Hash:0", "userId"), ("Destinations:d:Drop:0", "anonymousId"));
        await SendAsync(edge, """{"messageId":"m1","userId":"u1","event":"E"}""");

        await edge.BalancedAsync();

        Assert.Equal(["filtered 1"], await OutcomesAsync(edge));
    }

    [Fact]
    public async Task What_is_refused_while_its_visitor_is_erased_leaves_no_letter()
    {
        var edge = default(TestEdge);
        var kind = new ScriptedDestination(_ =>
        {
            EraseAsync(edge!, "u1").GetAwaiter().GetResult();
            return DeliveryResult.Refused("422");
        });
        await using var running = edge = await StartAsync(kind);
        await SendAsync(edge, """{"messageId":"m1","userId":"u1","event":"E"}""");

        await edge.BalancedAsync();

        Assert.Empty(await LettersAsync(edge));
        Assert.Equal(["dead 1"], await OutcomesAsync(edge));
    }

    [Fact]
    public async Task An_erasure_that_failed_half_way_finds_the_joined_ids_when_it_is_asked_for_again()
    {
        var due = new FailingDueTimes();
        await using var edge = await StartAsync(new(static _ => DeliveryResult.Refused("422")), due);
        await SendAsync(edge, """{"messageId":"m1","anonymousId":"a1","userId":"u1","event":"E"}""");
        await SendAsync(edge, """{"messageId":"m2","anonymousId":"a1","event":"E"}""");
        await Cursors.WaitAsync(edge.Services.GetRequiredService<IEventLog>(), "projection");
        await edge.BalancedAsync();
        var eraser = edge.Services.GetRequiredService<ProfileEraser>();
        Assert.True(ProfileKey.TryCreate("shop", ProfileKind.User, "u1", out var key));

        due.IsFailing = true;
        Assert.Null(await eraser.EraseAsync(key));
        due.IsFailing = false;

        Assert.Equal(2, (await eraser.EraseAsync(key))!.Count);
        Assert.Empty(await LettersAsync(edge));
    }

    private static Task<TestEdge> StartAsync(ScriptedDestination kind, IDueTimes? due = null, params (string, string?)[] settings) => TestEdge.StartAsync(
        settings: [("Destinations:d:Type", "scripted"), .. settings],
        build: builder =>
        {
            builder.AddDestination(kind);
            if (due is not null)
            {
                builder.Services.AddSingleton(due);
            }
        });

    private static async Task EraseAsync(TestEdge edge, string user)
    {
        Assert.True(ProfileKey.TryCreate("shop", ProfileKind.User, user, out var key));
        Assert.NotNull(await edge.Services.GetRequiredService<ProfileEraser>().EraseAsync(key));
    }

    private static async Task<IEnumerable<string>> LettersAsync(TestEdge edge) =>
        (await edge.Services.GetRequiredService<DeliveryBooks>().ReadAsync(static books => DeadLetters.List(books, null, null, 0, 100))).Select(static one => one.Letter.Event.MessageId);

    private static async Task<IEnumerable<string>> OutcomesAsync(TestEdge edge) =>
        (await edge.Services.GetRequiredService<DeliveryBooks>().ReadAsync(static connection => LedgerRows.Of(connection, LedgerQuery.Totals)))
            .Where(static one => one.Destination == "d" && one.Count != 0).Select(static one => $"{one.What} {one.Count}").Order(StringComparer.Ordinal);

    private static async Task SendAsync(TestEdge edge, string json)
    {
        await PostAsync(edge, "t", json);
        await Cursors.WaitAsync(edge.Services.GetRequiredService<IEventLog>(), "projection");
    }

    private static async Task PostAsync(TestEdge edge, string route, string json)
    {
        using var answer = await edge.Client.PostAsync("/seg/events/" + route, new StringContent(json, Encoding.UTF8, "application/json"), Cancel);
        answer.EnsureSuccessStatusCode();
    }
}
