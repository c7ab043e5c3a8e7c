using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Delivery;
using Gatehouse.Delivery.Books;
using Gatehouse.Delivery.Readers;
using Gatehouse.Events;
using Gatehouse.Storage;
using Gatehouse.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Tests.Delivery.Readers;

public sealed class DestinationReaderTests
{
    private const int Visitors = 20;

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public async Task Whatever_a_destination_answers_a_batch_id_means_the_same_events(int lanes)
    {
        var draws = new Random(BitConverter.ToInt32(RandomNumberGenerator.GetBytes(4)));
        var draw = new Lock();
        using var destination = Destination(batch =>
        {
            lock (draw)
            {
                return draws.Next(10) switch
                {
                    0 => DeliveryResult.Retry("busy"),
                    1 => throw new InvalidOperationException("broken"),
                    2 => DeliveryResult.PerEvent([.. batch.Events.Select(_ => new EventOutcome(draws.Next(4) == 0 ? DeliveryVerdict.Retry : DeliveryVerdict.Delivered))]),
                    _ => batch.Events.Any(IsPoison) ? DeliveryResult.Refused("poison") : DeliveryResult.Delivered(),
                };
            }
        });
        await using var edge = await EdgeAsync(destination.Type, new HurriedTime(under: TimeSpan.FromMinutes(6)), [("Destinations:it:Concurrency", lanes.ToString(CultureInfo.InvariantCulture)), ("Destinations:it:Batch:Events", "7")]);
        using var counted = new CountedOutcomes(edge, "gatehouse.deliveries");

        await AppendAsync(edge, 500, DateTimeOffset.UtcNow, static number => number % 50 == 49);
        await PassedAsync(edge);

        var taken = destination.Instances.SelectMany(static one => one.Taken).ToList();
        var finals = counted.Seen.Select(static seen => seen.Outcome).Where(static outcome => outcome != "retried").CountBy(static outcome => outcome!).ToDictionary();
        Assert.Equal(500, finals.Values.Sum());
        Assert.Equal(taken.Count, finals["delivered"]);
        Assert.Distinct(taken.Select(static one => one.MessageId));
        Assert.Equal(500 - finals.GetValueOrDefault("dead"), taken.Count);
        Assert.All(destination.Instances.SelectMany(static one => one.Sent).GroupBy(static sent => sent.Batch.Id, StringComparer.Ordinal), static same =>
            Assert.Single(same.Select(static sent => string.Join(' ', sent.Batch.Events.Select(static one => one.Position))).Distinct(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task One_bad_event_of_a_hundred_dies_alone()
    {
        using var destination = Destination(static batch => batch.Events.Any(IsPoison) ? DeliveryResult.Refused("poison") : DeliveryResult.Delivered());
        var log = new MemoryEventLog();
        await AppendAsync(log, 100, DateTimeOffset.UtcNow, static number => number == 42);
        await using var edge = await EdgeAsync(destination.Type, TimeProvider.System, [("Destinations:it:Batch:Events", "100")], log);

        await PassedAsync(edge);

        var only = destination.Instances.Single();
        Assert.Equal(99, only.Taken.Count());
        Assert.Equal(only.Taken.Select(static one => one.Position).Order(), only.Taken.Select(static one => one.Position));
        Assert.Single(only.Sent, static sent => sent.Result.Verdict == DeliveryVerdict.Refused && sent.Batch.Events.Count == 1);
    }

    [Fact]
    public async Task A_dead_destination_does_not_hold_up_another()
    {
        using var dead = Destination(static _ => DeliveryResult.Retry("down"));
        using var well = Destination(static _ => DeliveryResult.Delivered());
        await using var edge = await EdgeAsync(
            new(context => context.Name == "it" ? well.Create(context) : dead.Create(context)), TimeProvider.System, [("Destinations:other:Type", "recorded")]);

        await AppendAsync(edge, 200, DateTimeOffset.UtcNow);
        await PassedAsync(edge);

        Assert.Equal(200, well.Instances.Single().Taken.Count());
        Assert.Empty(dead.Instances.Single().Taken);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task What_was_taken_before_a_stop_is_not_sent_again_after_it(int lanes)
    {
        var log = new MemoryEventLog();
        await AppendAsync(log, 40, DateTimeOffset.UtcNow);
        var isUp = false;
        var stuck = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var destination = Destination(batch =>
        {
            if (!isUp && batch.Events.Any(static one => one.Position == 20))
            {
                if (batch.Events.Count == 1)
                {
                    stuck.TrySetResult();
                    return DeliveryResult.Retry("down");
                }

                return DeliveryResult.Refused("too many");
            }

            return DeliveryResult.Delivered();
        });
        (string, string?)[] settings = [("Destinations:it:Concurrency", lanes.ToString(CultureInfo.InvariantCulture)), ("Destinations:it:Batch:Events", "40")];
        await using var edge = await EdgeAsync(destination.Type, new HurriedTime(under: TimeSpan.FromMinutes(6)), settings, log);
        await stuck.Task.WaitAsync(TestContext.Current.CancellationToken);

        await Reader(edge).PauseAsync(true);
        isUp = true;
        await Reader(edge).PauseAsync(false);
        await PassedAsync(edge);

        var taken = destination.Instances.SelectMany(static one => one.Taken).ToList();
        Assert.Equal(40, taken.Select(static one => one.Position).Distinct().Count());
        Assert.Distinct(taken.Where(static one => one.Position < 20).Select(static one => one.Position));
        Assert.All(taken.GroupBy(static one => one.Position), static same => Assert.InRange(same.Count(), 1, 2));
    }

    [Fact]
    public void Lanes_that_fail_together_fail_once()
    {
        var illness = new Illness(since: null, TimeProvider.System);
        var round = illness.Round;

        var failures = Enumerable.Range(0, 8).Select(_ => illness.Fail("down", round)).ToList();

        Assert.All(failures, static one => Assert.Equal(1, one.Failures));
        Assert.Equal([true, .. Enumerable.Repeat(false, 7)], failures.Select(static one => one.IsFirst));
        Assert.False(illness.IsOpen);
        Assert.Equal(2, illness.Fail("down", illness.Round).Failures);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_ill_destination_can_be_held_and_its_backlog_be_skipped(bool isHeld)
    {
        var log = new MemoryEventLog();
        var time = new FakeTimeProvider();
        var asked = new SemaphoreSlim(0);
        using var destination = Destination(_ =>
        {
            asked.Release();
            return DeliveryResult.Retry("down", TimeSpan.FromMinutes(10));
        });
        await AppendAsync(log, 10, time.GetUtcNow());
        await using var edge = await EdgeAsync(destination.Type, time, [], log);
        using var counted = new CountedOutcomes(edge, "gatehouse.deliveries");
        await asked.WaitAsync(TestContext.Current.CancellationToken);

        if (isHeld)
        {
            await Reader(edge).PauseAsync(true);
        }

        await Reader(edge).SkipAsync(log.Next);
        await Reader(edge).PauseAsync(false);
        await PassedAsync(edge);

        Assert.Equal(10, counted.Seen.Count(static seen => seen.Outcome == "filtered"));
        Assert.Single(destination.Instances.SelectMany(static one => one.Sent));
        asked.Dispose();
    }

    [Theory]
    [InlineData("0s")]
    [InlineData("1h")]
    public async Task What_the_log_has_lost_amid_a_batch_is_counted_as_lost(string age)
    {
        using var destination = Destination(static _ => DeliveryResult.Delivered());
        var log = new MemoryEventLog();
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var edge = await EdgeAsync(destination.Type, time, [("Destinations:it:Batch:Age", age), ("Destinations:it:Batch:Events", "4")], log);
        await Reader(edge).PauseAsync(true);
        await AppendAsync(log, 12, DateTimeOffset.UtcNow);
        await Cursors.WaitAsync(log, "ledger");
        foreach (var position in (ReadOnlySpan<long>)[2, 5, 6])
        {
            log.Damage(position);
        }

        await Reader(edge).PauseAsync(false);
        await PassedAsync(edge, () => time.Advance(TimeSpan.FromMinutes(1)));

        Assert.Equal([0, 1, 3, 4, 7, 8, 9, 10, 11], destination.Instances.SelectMany(static one => one.Taken).Select(static one => one.Position));
        Assert.Equal("3", await edge.Services.GetRequiredService<DeliveryBooks>().ReadAsync(static connection => SqliteFile.Scalar(connection, "SELECT count FROM outcomes WHERE minute = -1 AND outcome = 4 AND reason = 'log'")));
        await edge.BalancedAsync();
    }

    [Fact]
    public async Task What_the_log_gives_up_in_a_pause_is_lost_then_and_waits_no_longer()
    {
        using var destination = Destination(static _ => DeliveryResult.Delivered());
        var (log, time) = (new MemoryEventLog(), new FakeTimeProvider(DateTimeOffset.UtcNow));
        await using var edge = await EdgeAsync(destination.Type, time, [], log);
        var books = edge.Services.GetRequiredService<DeliveryBooks>();
        await Reader(edge).PauseAsync(true);
        await AppendAsync(log, 10, DateTimeOffset.UtcNow);
        await Cursors.WaitAsync(log, "ledger");
        log.Trim(4);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (Reader(edge).Cursor < 4)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(2, limit.Token);
        }

        Assert.True(Reader(edge).IsPaused);
        var balance = Assert.Single(await books.ReadAsync(Balances.Of), static one => one.Destination == "it");
        Assert.Equal((6, true), (balance.Waiting.Count, balance.Holds));
        Assert.Equal("4", await books.ReadAsync(static connection => SqliteFile.Scalar(connection, "SELECT count FROM outcomes WHERE minute = -1 AND outcome = 4")));
        await Reader(edge).PauseAsync(false);
        await edge.BalancedAsync();
        Assert.Equal([4, 5, 6, 7, 8, 9], destination.Instances.SelectMany(static one => one.Taken).Select(static one => one.Position));
    }

    [Fact]
    public async Task A_batch_that_is_full_by_its_bytes_does_not_wait_for_its_age()
    {
        using var destination = Destination(static _ => DeliveryResult.Delivered());
        await using var edge = await TestEdge.StartAsync(
            settings: [("Destinations:it:Type", "recorded"), ("Destinations:it:Batch:Age", "1h"), ("Destinations:it:Batch:Bytes", "10KB"), ("Destinations:it:Batch:Events", "1000")],
            build: builder =>
            {
                builder.AddDestination(destination.Type);
                builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new FakeTimeProvider(DateTimeOffset.UtcNow)));
            });
        await AppendAsync(edge, 1000, DateTimeOffset.UtcNow);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (destination.Instances.Sum(static one => one.Taken.Count()) < 780)
        {
            await Task.Delay(2, limit.Token);
        }

        Assert.All(destination.Instances.SelectMany(static one => one.Sent), static sent => Assert.InRange(sent.Batch.Events.Count, 2, 999));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_full_disk_does_not_hold_up_a_stop(bool isDown)
    {
        using var asked = new SemaphoreSlim(0);
        using var destination = Destination(_ =>
        {
            asked.Release();
            return isDown ? DeliveryResult.Retry("down") : DeliveryResult.Delivered();
        });
        var log = new MemoryEventLog();

        // Its waits do not end of themselves.
        await using var edge = await EdgeAsync(destination.Type, new FakeTimeProvider(DateTimeOffset.UtcNow), [], log);
        var books = edge.Services.GetRequiredService<DeliveryBooks>();
        await books.WriteAsync(static writer => SqliteFile.Execute(writer.Connection, "CREATE TRIGGER full BEFORE UPDATE OF ill_since ON destinations BEGIN SELECT raise(ABORT, 'full'); END"));
        if (!isDown)
        {
            Reader(edge).Illness.Fail("was down", Reader(edge).Illness.Round);
        }

        await AppendAsync(log, 1, DateTimeOffset.UtcNow);
        await asked.WaitAsync(TestContext.Current.CancellationToken);
        await edge.Services.GetRequiredService<DeliveryReaders>().StopAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        // What was answered is booked all the same.
        Assert.Equal(isDown ? 0 : 1, Reader(edge).Cursor);
    }

    [Fact]
    public async Task The_oldest_events_that_wait_can_be_skipped_by_number()
    {
        var log = new MemoryEventLog();
        using var destination = Destination(static _ => DeliveryResult.Delivered());
        await using var edge = await EdgeAsync(destination.Type, TimeProvider.System, [], log);
        using var counted = new CountedOutcomes(edge, "gatehouse.deliveries");
        await Reader(edge).PauseAsync(true);
        for (var number = 0; number < 6; number++)
        {
            await AppendAsync(log, 1, DateTimeOffset.UtcNow, id: number);
            await log.AppendAsync(new("other", [new() { Type = EventType.Track, MessageId = $"o{number}", AnonymousId = "a", Json = "{}"u8.ToArray() }], new() { ReceivedAt = DateTimeOffset.UtcNow }), TestContext.Current.CancellationToken);
        }

        await Cursors.WaitAsync(log, "ledger");
        await Reader(edge).SkipFirstAsync(1);
        await Reader(edge).SkipFirstAsync(3);
        await Reader(edge).PauseAsync(false);
        await PassedAsync(edge);

        Assert.Equal(4, counted.Seen.Count(static seen => seen.Outcome == "filtered"));
        Assert.Equal(["m4", "m5"], destination.Instances.Single().Taken.Select(static one => one.MessageId));
        await edge.BalancedAsync();

        await Reader(edge).PauseAsync(true);
        await AppendAsync(log, 1, DateTimeOffset.UtcNow, id: 6);
        await Cursors.WaitAsync(log, "ledger");
        await Reader(edge).SkipFirstAsync(1000);
        await AppendAsync(log, 1, DateTimeOffset.UtcNow, id: 7);
        await Reader(edge).PauseAsync(false);
        await PassedAsync(edge);

        Assert.Equal(["m4", "m5", "m7"], destination.Instances.SelectMany(static one => one.Taken).Select(static one => one.MessageId));
    }

    private static bool IsPoison(DeliveryEvent one) => one.Name == "poison";

    private static Recorder Destination(Func<DeliveryBatch, DeliveryResult> answer) => new(answer);

    private static DestinationReader Reader(TestEdge edge) => edge.Services.GetRequiredService<DeliveryReaders>().Find("shop", "it")!;

    private static Task<TestEdge> EdgeAsync(RecordedDestinationType type, TimeProvider time, (string, string?)[] settings, MemoryEventLog? log = null) => TestEdge.StartAsync(
        settings: [("Destinations:it:Type", "recorded"), ("Destinations:it:Timeout", "1h"), .. settings],
        log: log ?? new MemoryEventLog(),
        build: builder =>
        {
            builder.AddDestination(type);
            builder.Services.Replace(ServiceDescriptor.Singleton(time));
        });

    private static ValueTask<AppendResult> AppendAsync(TestEdge edge, int count, DateTimeOffset at, Func<int, bool>? isPoison = null) =>
        AppendAsync(edge.Services.GetRequiredService<IEventLog>(), count, at, isPoison);

    private static ValueTask<AppendResult> AppendAsync(IEventLog log, int count, DateTimeOffset at, Func<int, bool>? isPoison = null, int id = 0) => log.AppendAsync(
        new(
            "shop",
            [
                .. Enumerable.Range(id, count).Select(number => new ReceivedEvent
                {
                    Type = EventType.Track,
                    MessageId = $"m{number}",
                    AnonymousId = $"v{number % Visitors}",
                    Json = Encoding.UTF8.GetBytes($$"""{"event":"{{(isPoison?.Invoke(number) == true ? "poison" : "E")}}"}"""),
                }),
            ],
            new() { ReceivedAt = at }),
        TestContext.Current.CancellationToken);

    /// <summary>Waits until the destination has its outcome for everything in the log.</summary>
    private static async Task PassedAsync(TestEdge edge, Action? meanwhile = null)
    {
        var next = edge.Services.GetRequiredService<IEventLog>().Next;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (Reader(edge).Cursor < next)
        {
            meanwhile?.Invoke();
            await Task.Delay(2, limit.Token);
        }
    }

    private sealed class Recorder(Func<DeliveryBatch, DeliveryResult> answer) : IDisposable
    {
        public ConcurrentQueue<RecordedDestination> Instances { get; } = new();

        public RecordedDestinationType Type => new(Create);

        public RecordedDestination Create(DestinationContext context)
        {
            var made = new RecordedDestination(answer);
            Instances.Enqueue(made);
            return made;
        }

        public void Dispose() => Instances.Clear();
    }
}
