using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Gatehouse.Delivery;
using Gatehouse.Delivery.Books;
using Gatehouse.Delivery.Readers;
using Gatehouse.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Tests.Delivery.Readers;

/// <summary>Every event has one outcome at a destination, in the order of its visitor, whatever the destination answers; and the books balance.</summary>
public sealed class OutcomeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public async Task Random_answers_leave_every_event_with_one_outcome_in_its_visitors_order(int concurrency) =>
        await Gen.Select(Gen.Int[0, 5].Array[1, 60], Gen.Int[0, 1_000_000]).SampleAsync(
            async sample =>
            {
                var (visitors, seed) = sample;
                var draws = new Random(seed);
                var kind = new ScriptedDestination(batch => Draw(batch, draws));
                await using var edge = await StartAsync(kind, ("Destinations:d:Concurrency", concurrency.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("Destinations:d:Batch:Events", "4"));
                await SendAsync(edge, visitors);

                var balances = await edge.BalancedAsync();
                Assert.Equal(visitors.Length, balances.Single(static one => one.Destination == "d").In);

                // Delivered once each, since nothing crashed; and what is missing is a dead letter.
                var taken = kind.Taken.ToList();
                Assert.Equal(taken.Count, taken.Select(static one => one.MessageId).Distinct(StringComparer.Ordinal).Count());
                var dead = await edge.Services.GetRequiredService<DeliveryBooks>().ReadAsync(static connection => BookQuestions.CountDead(connection));
                Assert.Equal(visitors.Length, taken.Count + dead);
                foreach (var visitor in taken.GroupBy(static one => one.Visitor))
                {
                    Assert.Equal(visitor.Select(static one => one.Position).Order(), visitor.Select(static one => one.Position));
                }
            },
            iter: 25,
            threads: 1);

    [Fact]
    public async Task An_outage_keeps_the_last_day_of_events_and_no_more()
    {
        var clock = new FakeTimeProvider(new(2026, 11, 25, 10, 0, 0, TimeSpan.Zero));
        var isDown = true;
        var kind = new ScriptedDestination(_ => isDown ? DeliveryResult.Retry("down") : DeliveryResult.Delivered());
        await using var edge = await StartAsync(kind, clock, ("Destinations:d:RetryFor", "24h"));
        var reader = edge.Services.GetRequiredService<DeliveryReaders>().Find("shop", "d")!;

        await SendAsync(edge, [0]);
        await AdvanceAsync(clock, TimeSpan.FromHours(20), () => false);
        await SendAsync(edge, [1], first: 1);
        Assert.Equal(0, reader.Cursor - Begin);

        // The first is more than a day old now; the second is not.
        await AdvanceAsync(clock, TimeSpan.FromHours(12), () => reader.Cursor - Begin == 1);
        Assert.Equal(1, reader.Cursor - Begin);
        isDown = false;
        await AdvanceAsync(clock, TimeSpan.FromHours(10), () => reader.Cursor - Begin == 2);

        Assert.Equal("m1", Assert.Single(kind.Taken).MessageId);
        await edge.BalancedAsync();
    }

    [Fact]
    public async Task A_paused_destination_gets_nothing_and_loses_nothing()
    {
        var kind = new ScriptedDestination(static _ => DeliveryResult.Delivered());
        await using var edge = await StartAsync(kind);
        var reader = edge.Services.GetRequiredService<DeliveryReaders>().Find("shop", "d")!;

        await reader.PauseAsync(true);
        await SendAsync(edge, [0, 1]);
        await Cursors.WaitAsync(edge.Services.GetRequiredService<Gatehouse.Events.IEventLog>(), "ledger");
        Assert.Empty(kind.Taken);
        await reader.PauseAsync(false);
        await edge.BalancedAsync();

        Assert.Equal(["m0", "m1"], kind.Taken.Select(static one => one.MessageId));
    }

    [Fact]
    public async Task An_illness_begins_anew_after_a_pause_also_when_an_attempt_that_was_under_way_fails_in_it()
    {
        var clock = new FakeTimeProvider(new(2026, 11, 25, 10, 0, 0, TimeSpan.Zero));
        using var mayAnswer = new ManualResetEventSlim();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var kind = new ScriptedDestination(_ =>
        {
            if (asked.TrySetResult())
            {
                mayAnswer.Wait(TimeSpan.FromSeconds(30), Cancel);
            }

            return DeliveryResult.Retry("down");
        });
        await using var edge = await StartAsync(kind, clock);
        var reader = edge.Services.GetRequiredService<DeliveryReaders>().Find("shop", "d")!;
        await SendAsync(edge, [0]);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);

        await reader.PauseAsync(true);
        mayAnswer.Set();
        await UntilAsync(() => reader.Illness.Since is not null);
        clock.Advance(TimeSpan.FromHours(10));
        await reader.PauseAsync(false);

        await UntilAsync(() => reader.Illness.Since == clock.GetUtcNow());
    }

    [Fact]
    public async Task A_dead_letter_that_is_sent_again_counts_as_delivered_and_is_gone()
    {
        var isMended = false;
        var kind = new ScriptedDestination(_ => isMended ? DeliveryResult.Delivered() : DeliveryResult.Refused("422: no email"));
        await using var edge = await StartAsync(kind);
        await SendAsync(edge, [0, 1]);
        await edge.BalancedAsync();
        var books = edge.Services.GetRequiredService<DeliveryBooks>();
        var reader = edge.Services.GetRequiredService<DeliveryReaders>().Find("shop", "d")!;
        var letters = await books.ReadAsync(static connection => DeadLetters.List(connection, "shop", "d", 0, 10));

        Assert.Equal(["m0 refused 422: no email", "m1 refused 422: no email"], letters.Select(static one => $"{one.Letter.Event.MessageId} {one.Letter.Reason} {one.Letter.Answer}"));
        Assert.Equal(DeliveryVerdict.Refused, (await reader.ResendAsync(letters[0], Cancel)).Verdict);
        isMended = true;
        Assert.Equal(DeliveryVerdict.Delivered, (await reader.ResendAsync(letters[0], Cancel)).Verdict);

        Assert.Equal("m1", Assert.Single(await books.ReadAsync(static connection => DeadLetters.List(connection, null, null, 0, 10))).Letter.Event.MessageId);
        Assert.Equal(
            ["dead 1", "delivered 1"],
            (await books.ReadAsync(static connection => LedgerRows.Of(connection, LedgerQuery.Totals))).Where(static one => one.Destination == "d" && one.Count != 0).Select(static one => $"{one.What} {one.Count}").Order(StringComparer.Ordinal));
        await edge.BalancedAsync();
    }

    [Fact]
    public async Task What_is_hashed_or_dropped_is_told_nowhere_else_also_when_a_dead_letter_is_sent_again()
    {
        var batches = new ConcurrentQueue<DeliveryBatch>();
        var isMended = false;
        var kind = new ScriptedDestination(batch =>
        {
            batches.Enqueue(batch);
            return isMended ? DeliveryResult.Delivered() : DeliveryResult.Refused("no");
        });
        await using var edge = await StartAsync(kind, ("Destinations:d:Hash:0", "userId"), ("Destinations:d:Drop:0", "anonymousId"), ("Destinations:d:Drop:1", "event"), ("Destinations:d:Drop:2", "context.userAgent"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/seg/events/t")
        {
            Content = new StringContent("""{"event":"Secret","anonymousId":"who","userId":"7","messageId":"m"}""", Encoding.UTF8, "application/json"),
            Headers = { { "User-Agent", "Rare/1" } },
        };
        using var answer = await edge.Client.SendAsync(request, Cancel);
        answer.EnsureSuccessStatusCode();
        await edge.BalancedAsync();
        var books = edge.Services.GetRequiredService<DeliveryBooks>();
        isMended = true;
        await edge.Services.GetRequiredService<DeliveryReaders>().Find("shop", "d")!
            .ResendAsync(Assert.Single(await books.ReadAsync(static connection => DeadLetters.List(connection, null, null, 0, 10))), Cancel);

        // SHA-256 of "7".
        const string Hash = "7902699be42c8a8e46fbbb4501726517e86b22c56a189f7625a6da49081b2451";
        Assert.Equal(2, batches.Count);
        Assert.All(batches.SelectMany(static batch => batch.Events), static @event =>
        {
            Assert.Equal((null, Hash, null, Hash, null), (@event.AnonymousId, @event.UserId, @event.Name, @event.Visitor, @event.UserAgent));
            Assert.DoesNotContain("Rare", Encoding.UTF8.GetString(@event.Json.Span), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_long_answer_is_kept_cut_also_of_a_dead_letter_that_is_sent_again()
    {
        var kind = new ScriptedDestination(static _ => DeliveryResult.Refused(new string('n', 511) + "\U0001F4E6" + new string('o', 5000)));
        await using var edge = await StartAsync(kind);
        await SendAsync(edge, [0]);
        await edge.BalancedAsync();
        var books = edge.Services.GetRequiredService<DeliveryBooks>();
        var letter = (await books.ReadAsync(static connection => DeadLetters.Find(connection, 1)))!;
        Assert.Equal(new string('n', 511), letter.Letter.Answer);

        var outcome = await edge.Services.GetRequiredService<DeliveryReaders>().Find("shop", "d")!.ResendAsync(letter, Cancel);

        Assert.Equal(new string('n', 511), outcome.Answer);
        Assert.Equal(new string('n', 511), (await books.ReadAsync(static connection => DeadLetters.Find(connection, 1)))!.Letter.Answer);
    }

    [Fact]
    public async Task Dead_letters_are_kept_within_their_bound()
    {
        var kind = new ScriptedDestination(static _ => DeliveryResult.Refused("no"));
        await using var edge = await StartAsync(kind, ("Destinations:d:DeadLetterBytes", "1MB"), ("Destinations:d:Batch:Events", "1"));
        for (var round = 0; round < 20; round++)
        {
            var batch = new JsonArray([.. Enumerable.Range(0, 4).Select(index => (JsonNode)new JsonObject
            {
                ["type"] = "track", ["event"] = "E", ["anonymousId"] = "a", ["messageId"] = $"m{round}-{index}", ["properties"] = new JsonObject { ["x"] = new string('x', 30_000) },
            })]);
            using var answer = await edge.Client.PostAsync("/seg/events/b", new StringContent(new JsonObject { ["batch"] = batch }.ToJsonString(), Encoding.UTF8, "application/json"), Cancel);
            answer.EnsureSuccessStatusCode();
        }

        await edge.BalancedAsync();
        var kept = await edge.Services.GetRequiredService<DeliveryBooks>().ReadAsync(static connection => DeadLetters.List(connection, null, null, 0, 1000));
        Assert.InRange(kept.Count, 25, 35);
        Assert.Equal("m19-3", kept[^1].Letter.Event.MessageId);
    }

    private const long Begin = 1;

    private static DeliveryResult Draw(DeliveryBatch batch, Random draws)
    {
        lock (draws)
        {
            return draws.Next(8) switch
            {
                0 => DeliveryResult.Retry("busy", TimeSpan.FromMilliseconds(1)),
                1 when batch.Events.Count == 1 => DeliveryResult.Refused("no"),
                2 => DeliveryResult.Refused("no"),
                3 => throw new InvalidOperationException("thrown on purpose"),
                4 => DeliveryResult.PerEvent([.. FirstOfEach(batch, draws)], TimeSpan.FromMilliseconds(1)),
                _ => DeliveryResult.Delivered(),
            };
        }
    }

    /// <summary>A destination that answers by event does not let one event overtake another of its visitor.</summary>
    private static IEnumerable<EventOutcome> FirstOfEach(DeliveryBatch batch, Random draws)
    {
        var held = new HashSet<string>(StringComparer.Ordinal);
        foreach (var @event in batch.Events)
        {
            var verdict = held.Contains(@event.Visitor) ? DeliveryVerdict.Retry : (DeliveryVerdict)draws.Next(3);
            if (verdict == DeliveryVerdict.Retry)
            {
                held.Add(@event.Visitor);
            }

            yield return new(verdict);
        }
    }

    private static Task<TestEdge> StartAsync(ScriptedDestination kind, params (string, string?)[] settings) =>

        // Waits between attempts grow to five minutes; time-outs are beyond what is hurried.
        StartAsync(kind, new HurriedTime(under: TimeSpan.FromMinutes(10)), [("Destinations:d:Timeout", "1h"), .. settings]);

    private static Task<TestEdge> StartAsync(ScriptedDestination kind, TimeProvider time, params (string, string?)[] settings) => TestEdge.StartAsync(
        settings: [("Destinations:d:Type", "scripted"), .. settings],
        build: builder =>
        {
            builder.AddDestination(kind);
            builder.Services.Replace(ServiceDescriptor.Singleton(time));
        });

    /// <summary>Sends an event a visitor; their message ids are counted on from <paramref name="first"/>.</summary>
    private static async Task SendAsync(TestEdge edge, int[] visitors, int first = 0)
    {
        foreach (var chunk in visitors.Select(static (visitor, index) => (visitor, index)).Chunk(20))
        {
            var batch = new JsonArray([.. chunk.Select(one => (JsonNode)new JsonObject
            {
                ["type"] = "track", ["event"] = "E", ["anonymousId"] = $"a{one.visitor}", ["messageId"] = $"m{first + one.index}",
            })]);
            using var answer = await edge.Client.PostAsync("/seg/events/b", new StringContent(new JsonObject { ["batch"] = batch }.ToJsonString(), Encoding.UTF8, "application/json"), Cancel);
            answer.EnsureSuccessStatusCode();
        }
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!isSo())
        {
            await Task.Delay(2, limit.Token);
        }
    }

    /// <summary>Lets time pass in small steps, as waits are begun by what ends before.</summary>
    private static async Task AdvanceAsync(FakeTimeProvider clock, TimeSpan span, Func<bool> isDone)
    {
        for (var passed = TimeSpan.Zero; passed < span && !isDone(); passed += TimeSpan.FromMinutes(1))
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(1, Cancel);
        }
    }
}
