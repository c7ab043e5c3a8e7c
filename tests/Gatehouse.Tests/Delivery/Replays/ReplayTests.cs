using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Delivery;
using Gatehouse.Delivery.Books;
using Gatehouse.Delivery.Replays;
using Gatehouse.Events;
using Gatehouse.Tests.Delivery.Readers;
using Gatehouse.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Tests.Delivery.Replays;

public sealed class ReplayTests
{
    private static readonly DateTimeOffset Noon = ReplayEdge.Noon;

    [Fact]
    public async Task Events_of_a_span_are_sent_once_more_and_say_so()
    {
        await using var edge = await ReplayEdge.OfAsync(6);

        var replay = await edge.DoneAsync(await edge.AddAsync(new() { From = Noon.AddMinutes(1), To = Noon.AddMinutes(4) }));

        Assert.Equal(["m1", "m2", "m3"], edge.Ids);
        Assert.Equal((3, 0, 0, 0, 1), (replay.Sent, replay.Filtered, replay.Dead, replay.Lost, replay.Done));
        Assert.All(edge.Replayed, static one => Assert.True((bool)JsonNode.Parse(one.Json.Span)!["context"]!["replay"]!));
        Assert.Equal(6, edge.Live.Count);
        Assert.All(edge.Live, static one => Assert.Null(JsonNode.Parse(one.Json.Span)!["context"]?["replay"]));
        Assert.All(edge.Batches, id => Assert.EndsWith($"-r{replay.Id}", id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Events_are_chosen_by_type_name_and_visitor()
    {
        await using var edge = new ReplayEdge();
        await edge.StartAsync();
        await edge.AppendAsync(4);
        await edge.AppendAsync(new() { Type = EventType.Page, MessageId = "page", AnonymousId = "a1", UserId = "u1", Json = """{"name":"Hom\u0065"}"""u8.ToArray() }, 5);
        await edge.AppendAsync(new() { Type = EventType.Identify, MessageId = "identify", UserId = "u1", Json = """{"name":"Home"}"""u8.ToArray() }, 6);
        await edge.DeliveredAsync();

        Assert.Equal(["page", "identify"], await OfAsync(new() { Types = [EventType.Page, EventType.Identify] }));
        Assert.Equal(["m2", "page"], await OfAsync(new() { Names = ["E2", "Home"] }));
        Assert.Equal(["m1", "m3", "page"], await OfAsync(new() { AnonymousId = "a1" }));
        Assert.Equal(["page", "identify"], await OfAsync(new() { UserId = "u1" }));
        Assert.Equal(["m3"], await OfAsync(new() { From = Noon, Types = [EventType.Track], Names = ["E0", "E3"], AnonymousId = "a1" }));

        async Task<List<string>> OfAsync(ReplayFilter filter)
        {
            edge.Replayed.Clear();
            var replay = await edge.DoneAsync(await edge.AddAsync(filter));
            Assert.Equivalent(filter, replay.Filter);
            return [.. edge.Ids];
        }
    }

    [Fact]
    public async Task What_comes_after_it_was_made_is_not_replayed()
    {
        await using var edge = await ReplayEdge.OfAsync(3);
        using var held = new ManualResetEventSlim();
        edge.Answer = _ =>
        {
            held.Wait(TestContext.Current.CancellationToken);
            return DeliveryResult.Delivered();
        };

        var replay = await edge.AddAsync();
        await edge.AppendAsync(3, first: 3);

        // The destination's own delivery does not wait for a replay that is stuck.
        await edge.DeliveredAsync();
        Assert.Equal(6, edge.Live.Count);
        held.Set();
        await edge.DoneAsync(replay);

        Assert.Equal(["m0", "m1", "m2"], edge.Ids);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("100")]
    public async Task No_more_events_a_second_go_than_it_may_send_however_large_its_batches_are(string events)
    {
        var clock = new FakeTimeProvider(Noon.AddHours(1));
        await using var edge = await ReplayEdge.OfAsync(40, clock, ("Destinations:it:Batch:Events", events));
        var begin = clock.GetUtcNow();
        var times = new List<TimeSpan>();
        edge.Answer = batch =>
        {
            times.AddRange(Enumerable.Repeat(clock.GetUtcNow() - begin, batch.Events.Count));
            return DeliveryResult.Delivered();
        };

        await edge.DoneAsync(await edge.AddAsync(rate: 10), () => clock.Advance(TimeSpan.FromMilliseconds(20)));

        // Ten may go at once, all others evenly.
        Assert.Equal(40, times.Count);
        Assert.All(times.Select(static (time, number) => (time, number)), static one => Assert.True(one.time >= TimeSpan.FromMilliseconds(100 * (one.number - 9)), one.ToString()));
    }

    [Fact]
    public async Task After_a_kill_it_goes_on_at_its_cursor()
    {
        await using var edge = await ReplayEdge.OfAsync(10, settings: ("Destinations:it:Batch:Events", "2"));
        var stuck = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var killed = new ManualResetEventSlim();
        var isFirstLife = true;
        edge.Answer = batch =>
        {
            if (isFirstLife && batch.Events.Any(static one => one.MessageId == "m4"))
            {
                stuck.TrySetResult();
                killed.Wait(TestContext.Current.CancellationToken);
            }

            return DeliveryResult.Delivered();
        };
        var replay = await edge.AddAsync();
        await stuck.Task.WaitAsync(TestContext.Current.CancellationToken);
        var before = edge.Ids.ToList();

        isFirstLife = false;
        await edge.RestartAfterKillAsync();
        replay = await edge.DoneAsync(replay);

        Assert.Equal(["m0", "m1", "m2", "m3"], before);
        Assert.Equal(Enumerable.Range(4, 6).Select(static number => $"m{number}"), edge.Ids.Skip(4));
        Assert.Equal(10, replay.Sent);
        killed.Set();
    }

    [Fact]
    public async Task A_paused_one_stays_so_over_a_restart_and_goes_on_when_it_is_resumed()
    {
        var clock = new FakeTimeProvider(Noon.AddHours(1));
        await using var edge = await ReplayEdge.OfAsync(10, clock, ("Destinations:it:Batch:Events", "1"));
        var replay = await edge.AddAsync(rate: 3);
        await edge.UntilAsync(replay, static now => now.Sent == 3);

        Assert.Null((await edge.Runners.PauseAsync(replay.Id))!.Value.Refusal);
        await edge.RestartAsync();
        Assert.Equal(ReplayState.Paused, (await edge.Books.ReadAsync(connection => ReplayRows.Find(connection, replay.Id)))!.State);
        Assert.Contains($"replay:{replay.Id}", edge.Log.Readers);
        Assert.Equal("It is not running.", (await edge.Runners.PauseAsync(replay.Id))!.Value.Refusal);
        Assert.Null((await edge.Runners.ResumeAsync(replay.Id))!.Value.Refusal);
        await edge.DoneAsync(replay);

        Assert.Equal(Enumerable.Range(0, 10).Select(static number => $"m{number}"), edge.Ids);
        Assert.Null(await edge.Runners.PauseAsync(17));
    }

    [Fact]
    public async Task Rules_consent_and_erasures_of_now_decide()
    {
        await using var edge = new ReplayEdge();
        await edge.StartAsync();
        await edge.AppendAsync(3, context: """{"consent":{"categoryPreferences":{"advertising":false}}}""");
        await edge.AppendAsync(3, first: 3, context: """{"consent":{"categoryPreferences":{"advertising":true}}}""");
        await edge.DeliveredAsync();
        await edge.Edge.Services.GetRequiredService<IErasures>().AddAsync("shop", "a1", null, Noon.AddHours(1));
        edge.Edge.Configuration["Gatehouse:Sites:shop:Destinations:it:Consent:0"] = "advertising";
        edge.Edge.Configuration.Reload();

        var replay = await edge.DoneAsync(await edge.AddAsync());

        Assert.Equal(6, edge.Live.Count);
        Assert.Equal(["m4"], edge.Ids);
        Assert.Equal((1, 5), (replay.Sent, replay.Filtered));
    }

    [Fact]
    public async Task What_is_refused_becomes_a_dead_letter_of_the_replay_and_the_books_still_balance()
    {
        await using var edge = await ReplayEdge.OfAsync(4);
        edge.Answer = static batch => batch.Events.Any(static one => one.MessageId == "m2") ? DeliveryResult.Refused("400 no") : DeliveryResult.Delivered();

        var replay = await edge.DoneAsync(await edge.AddAsync());
        var letter = Assert.Single(await edge.Books.ReadAsync(static connection => DeadLetters.List(connection, null, null, 0, 10)));

        Assert.Equal((3, 1), (replay.Sent, replay.Dead));
        Assert.Equal(("m2", $"{replay.Id}", "400 no"), (letter.Letter.Event.MessageId, letter.Letter.Replay, letter.Letter.Answer));
        var balance = Assert.Single(await edge.Edge.BalancedAsync(), static one => one.Destination == "it");
        Assert.Equal(4, balance.In);
    }

    [Fact]
    public async Task A_destination_that_is_ill_for_long_fails_its_replay_and_no_event()
    {
        await using var edge = await ReplayEdge.OfAsync(3, new HurriedTime(under: TimeSpan.FromMinutes(6)), ("Destinations:it:RetryFor", "1s"));
        edge.Answer = static _ => DeliveryResult.Retry("503 closed");
        var replay = await edge.UntilAsync(await edge.AddAsync(), static now => now.State == ReplayState.Failed);

        Assert.Equal(("503 closed", 0, 0), (replay.Reason, replay.Sent, replay.Dead));
        Assert.DoesNotContain($"replay:{replay.Id}", edge.Log.Readers);
        edge.Answer = static _ => DeliveryResult.Delivered();
        await edge.Runners.ResumeAsync(replay.Id);
        await edge.DoneAsync(replay);

        Assert.Equal(["m0", "m1", "m2"], edge.Ids);
    }

    [Fact]
    public async Task A_destination_has_one_replay_at_a_time_and_the_log_waits_only_for_that()
    {
        await using var edge = await ReplayEdge.OfAsync(3);
        edge.Answer = static _ => DeliveryResult.Retry("down");
        var replay = await edge.AddAsync();

        Assert.Contains("running or paused", (await edge.Runners.AddAsync(new("shop", "it", new(), 1))).Refusal, StringComparison.Ordinal);
        Assert.Contains($"replay:{replay.Id}", edge.Log.Readers);
        Assert.Null((await edge.Runners.CancelAsync(replay.Id))!.Value.Refusal);
        Assert.DoesNotContain($"replay:{replay.Id}", edge.Log.Readers);
        edge.Answer = static _ => DeliveryResult.Delivered();
        await edge.DoneAsync(await edge.AddAsync());
        Assert.Equal("It has ended already.", (await edge.Runners.CancelAsync(replay.Id))!.Value.Refusal);
    }

    [Fact]
    public async Task A_replay_ends_when_its_destination_is_taken_away()
    {
        await using var edge = await ReplayEdge.OfAsync(3);
        edge.Answer = static _ => DeliveryResult.Retry("down");
        var replay = await edge.AddAsync();

        edge.TakeAway();

        Assert.Equal("its destination was taken out of the configuration", (await edge.UntilAsync(replay, static now => now.State == ReplayState.Cancelled)).Reason);
        Assert.Contains("no such destination", (await edge.Runners.AddAsync(new("shop", "it", new(), 1))).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_log_has_lost_amid_it_is_counted_once_also_when_it_stops_in_between()
    {
        await using var edge = await ReplayEdge.OfAsync(8, new FakeTimeProvider(Noon.AddHours(1)), ("Destinations:it:Batch:Events", "1"));
        edge.Log.Damage(1);
        edge.Log.Damage(6);
        var replay = await edge.AddAsync(rate: 3);
        await edge.UntilAsync(replay, static now => now.Sent == 3);

        await edge.Runners.PauseAsync(replay.Id);
        await edge.RestartAsync();
        await edge.Runners.ResumeAsync(replay.Id);
        var done = await edge.DoneAsync(replay);

        Assert.Equal(["m0", "m2", "m3", "m4", "m5", "m7"], edge.Ids);
        Assert.Equal((6, 2, 1), (done.Sent, done.Lost, done.Done));
    }

    [Fact]
    public async Task What_the_log_gave_up_meanwhile_is_lost_and_the_rest_is_replayed()
    {
        await using var edge = await ReplayEdge.OfAsync(6, settings: ("Destinations:it:Batch:Events", "1"));
        edge.Answer = static _ => DeliveryResult.Retry("down");
        var replay = await edge.AddAsync();
        await edge.Runners.PauseAsync(replay.Id);
        edge.Log.Trim(4);
        edge.Answer = static _ => DeliveryResult.Delivered();
        await edge.Runners.ResumeAsync(replay.Id);
        var partly = await edge.DoneAsync(replay);

        Assert.Equal(["m4", "m5"], edge.Ids);
        Assert.Equal((2, 4, 1), (partly.Sent, partly.Lost, partly.Done));
    }
}
