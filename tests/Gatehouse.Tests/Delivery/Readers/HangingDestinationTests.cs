using System.Collections.Concurrent;
using Gatehouse.Delivery;
using Gatehouse.Delivery.Books;
using Gatehouse.Delivery.Readers;
using Gatehouse.Events;
using Gatehouse.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Gatehouse.Tests.Delivery.Readers;

/// <summary>Destinations whose attempts do not heed their cancellation tokens.</summary>
public sealed class HangingDestinationTests : IDisposable
{
    private readonly ManualResetEventSlim _end = new();
    private readonly ConcurrentQueue<Hanging> _instances = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _end.Set();
        _end.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_attempt_that_does_not_end_is_left_and_not_overtaken_until_it_has_ended(bool blocks)
    {
        await using var edge = await EdgeAsync(blocks);
        await AppendAsync(edge, "m0", "m1");

        await UntilAsync(() => Reader(edge).Illness is { IsOpen: true, Answer: not null });
        Assert.Equal("did not answer within 1 s", Reader(edge).Illness.Answer);
        Assert.Equal(1, Assert.Single(_instances).Attempts);

        _end.Set();
        await edge.BalancedAsync();
        Assert.Equal(["m0", "m1"], Assert.Single(_instances).Taken.Distinct());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stop_does_not_wait_for_it(bool blocks)
    {
        await using var edge = await EdgeAsync(blocks);
        await AppendAsync(edge, "m0");
        await UntilAsync(() => Reader(edge).Illness.Since is not null);

        await edge.StopAsync().WaitAsync(TimeSpan.FromSeconds(30), Cancel);

        Assert.False(_end.IsSet);
        Assert.Equal(0, Assert.Single(_instances).Closed);
    }

    [Fact]
    public async Task A_reload_does_not_wait_for_it_and_the_next_instance_does()
    {
        await using var edge = await EdgeAsync(blocks: false);
        await AppendAsync(edge, "m0");
        await UntilAsync(() => Reader(edge).Illness.Since is not null);
        var before = Reader(edge);

        edge.Configuration["Gatehouse:Sites:shop:Destinations:it:Timeout"] = "2s";
        edge.Configuration.Reload();

        await UntilAsync(() => edge.Services.GetRequiredService<DeliveryReaders>().Find("shop", "it") is { } now && now != before && now.Illness.Answer is not null);
        Assert.Contains("has not closed", Reader(edge).Illness.Answer, StringComparison.Ordinal);
        Assert.Single(_instances);

        _end.Set();
        await edge.BalancedAsync();
        Assert.Equal(1, _instances.First().Closed);
        Assert.Equal(["m0"], _instances.Last().Taken);
        Assert.Null(Reader(edge).Illness.Since);
    }

    [Fact]
    public async Task A_dead_letter_that_is_sent_again_stays_when_the_attempt_does_not_end()
    {
        await using var edge = await EdgeAsync(blocks: false, refuses: true);
        await AppendAsync(edge, "m0");
        await edge.BalancedAsync();
        var letter = Assert.Single(await edge.Services.GetRequiredService<DeliveryBooks>().ReadAsync(static connection => DeadLetters.List(connection, "shop", "it", 0, 10)));

        var first = await Reader(edge).ResendAsync(letter, Cancel).WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        var second = await Reader(edge).ResendAsync(letter, Cancel).WaitAsync(TimeSpan.FromSeconds(30), Cancel);

        Assert.Equal((DeliveryVerdict.Retry, DeliveryVerdict.Retry), (first.Verdict, second.Verdict));
        Assert.Equal(2, _instances.Count);
    }

    private static DestinationReader Reader(TestEdge edge) => edge.Services.GetRequiredService<DeliveryReaders>().Find("shop", "it")!;

    private static async Task AppendAsync(TestEdge edge, params string[] ids) => await edge.Services.GetRequiredService<IEventLog>().AppendAsync(
        new(
            "shop",
            [.. ids.Select(static id => new ReceivedEvent { Type = EventType.Track, MessageId = id, AnonymousId = "a", Json = """{"event":"E"}"""u8.ToArray() })],
            new() { ReceivedAt = DateTimeOffset.UtcNow }),
        Cancel);

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!isSo())
        {
            await Task.Delay(2, limit.Token);
        }
    }

    private Task<TestEdge> EdgeAsync(bool blocks, bool refuses = false) => TestEdge.StartAsync(
        settings: [("Destinations:it:Type", "recorded"), ("Destinations:it:Timeout", "1s")],
        log: new MemoryEventLog(),
        build: builder =>
        {
            builder.AddDestination(new RecordedDestinationType(context =>
            {
                var made = new Hanging(_end, blocks, refuses && context.Replay is null);
                _instances.Enqueue(made);
                return made;
            }));
            builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new HurriedTime(under: TimeSpan.FromMinutes(6))));
        });

    /// <summary>Ends no attempt before it is told to, whatever the token says.</summary>
    private sealed class Hanging(ManualResetEventSlim end, bool blocks, bool refuses) : IDestination
    {
        private int _attempts;

        public int Attempts => Volatile.Read(ref _attempts);

        public int Closed { get; private set; }

        public ConcurrentQueue<string> Taken { get; } = new();

        public async ValueTask<DeliveryResult> SendAsync(DeliveryBatch batch, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _attempts);
            if (refuses)
            {
                return DeliveryResult.Refused("no");
            }

            if (!blocks)
            {
                await Task.Yield();
            }

            end.Wait(CancellationToken.None);
            foreach (var one in batch.Events)
            {
                Taken.Enqueue(one.MessageId);
            }

            return DeliveryResult.Delivered();
        }

        public ValueTask DisposeAsync()
        {
            Closed++;
            return ValueTask.CompletedTask;
        }
    }
}
