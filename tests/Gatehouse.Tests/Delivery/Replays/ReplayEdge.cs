using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Gatehouse.Delivery;
using Gatehouse.Delivery.Books;
using Gatehouse.Delivery.Readers;
using Gatehouse.Delivery.Replays;
using Gatehouse.Events;
using Gatehouse.Tests.Delivery.Readers;
using Gatehouse.Tests.Harness;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Gatehouse.Tests.Delivery.Replays;

/// <summary>An edge with the destination <c>it</c>, which keeps apart what comes live and what is replayed, over a log that outlives it.</summary>
internal sealed class ReplayEdge : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly List<TestEdge> _edges = [];
    private string _data = Directory.CreateTempSubdirectory("gatehouse-test-").FullName;

    public MemoryEventLog Log { get; } = new();

    /// <summary>What the destination answers to a replay.</summary>
    public Func<DeliveryBatch, DeliveryResult> Answer { get; set; } = static _ => DeliveryResult.Delivered();

    /// <summary>What came live, in order.</summary>
    public ConcurrentQueue<DeliveryEvent> Live { get; } = new();

    /// <summary>What was taken of replays, in order.</summary>
    public ConcurrentQueue<DeliveryEvent> Replayed { get; } = new();

    /// <summary>Ids of replayed batches.</summary>
    public ConcurrentQueue<string> Batches { get; } = new();

    public TestEdge Edge => _edges[^1];

    public DeliveryBooks Books => Edge.Services.GetRequiredService<DeliveryBooks>();

    public ReplayRunners Runners => Edge.Services.GetRequiredService<ReplayRunners>();

    public IEnumerable<string> Ids => Replayed.Select(static one => one.MessageId);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>One that has delivered some events.</summary>
    public static async Task<ReplayEdge> OfAsync(int events, TimeProvider? time = null, params (string, string?)[] settings)
    {
        var edge = new ReplayEdge();
        await edge.StartAsync(time, settings);
        await edge.AppendAsync(events);
        await edge.DeliveredAsync();
        return edge;
    }

    public async Task StartAsync(TimeProvider? time = null, params (string, string?)[] settings) => _edges.Add(await TestEdge.StartAsync(
        settings: [("Gatehouse:Data", _data), ("Destinations:other:Type", "recorded"), .. settings],
        log: Log,
        build: builder =>
        {
            builder.Configuration.AddInMemoryCollection([new("Gatehouse:Sites:shop:Destinations:it:Type", "recorded"), new("Gatehouse:Sites:shop:Destinations:it:Timeout", "1h")]);
            builder.AddDestination(new RecordedDestinationType(Create));
            builder.Services.Replace(ServiceDescriptor.Singleton(time ?? TimeProvider.System));
        }));

    /// <summary>Starts another edge with what a kill at this moment would leave on the disk.</summary>
    public async Task RestartAfterKillAsync()
    {
        var left = Directory.CreateTempSubdirectory("gatehouse-test-").FullName;
        foreach (var suffix in new[] { "", "-wal" }.Where(suffix => File.Exists(Path.Combine(_data, "delivery.db" + suffix))))
        {
            File.Copy(Path.Combine(_data, "delivery.db" + suffix), Path.Combine(left, "delivery.db" + suffix));
        }

        _data = left;
        await StartAsync();
    }

    public async Task RestartAsync()
    {
        await Edge.DisposeAsync();
        _edges.RemoveAt(_edges.Count - 1);
        await StartAsync();
    }

    /// <summary>Takes the destination out of the configuration.</summary>
    public void TakeAway()
    {
        var sources = ((IConfigurationBuilder)Edge.Configuration).Sources;
        sources.RemoveAt(sources.Count - 1);
    }

    /// <summary>Appends tracks <c>m0</c>, <c>m1</c> … of visitors <c>a0</c>, <c>a1</c>, <c>a0</c> …, a minute apart from noon on.</summary>
    public async Task AppendAsync(int count, int first = 0, string context = "{}")
    {
        for (var number = first; number < first + count; number++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"E{number}");
            await AppendAsync(new() { Type = EventType.Track, MessageId = $"m{number}", AnonymousId = $"a{number % 2}", Json = Encoding.UTF8.GetBytes($$"""{"event":"{{name}}","context":{{context}}}""") }, number);
        }
    }

    public async Task AppendAsync(ReceivedEvent received, int minute) =>
        await Log.AppendAsync(new("shop", [received], new() { ReceivedAt = Noon.AddMinutes(minute) }), Cancel);

    /// <summary>Waits until the destination has done what came.</summary>
    public Task DeliveredAsync() => Edge.BalancedAsync();

    public async Task<Replay> AddAsync(ReplayFilter? filter = null, int rate = 100_000)
    {
        var (replay, refusal) = await Runners.AddAsync(new("shop", "it", filter ?? new(), rate));
        Assert.Null(refusal);
        return replay!;
    }

    public Task<Replay> DoneAsync(Replay replay, Action? meanwhile = null) => UntilAsync(replay, static now => now.State == ReplayState.Done, meanwhile);

    public async Task<Replay> UntilAsync(Replay replay, Func<Replay, bool> isSo, Action? meanwhile = null)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var now = (await Books.ReadAsync(connection => ReplayRows.Find(connection, replay.Id)))!;
            if (isSo(now))
            {
                return now;
            }

            meanwhile?.Invoke();
            await Task.Delay(2, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var edge in Enumerable.Reverse(_edges))
        {
            await edge.DisposeAsync();
        }

        Directory.Delete(_data, recursive: true);
    }

    private RecordedDestination Create(DestinationContext context) => new(batch =>
    {
        var result = context.Replay is null ? DeliveryResult.Delivered() : Answer(batch);
        for (var index = 0; index < batch.Events.Count; index++)
        {
            if (context.Name == "it" && (result.Events?[index].Verdict ?? result.Verdict) == DeliveryVerdict.Delivered)
            {
                (context.Replay is null ? Live : Replayed).Enqueue(batch.Events[index]);
            }
        }

        if (context.Replay is not null)
        {
            Batches.Enqueue(batch.Id);
        }

        return result;
    });
}
