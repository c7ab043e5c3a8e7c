using System.Diagnostics.Metrics;
using Gatehouse.Delivery.Books;
using Gatehouse.Delivery.Replays;
using Gatehouse.Tests.Delivery.Books;
using Gatehouse.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Tests.Delivery.Replays;

/// <summary>What is told of replays that hold the log and do not go on.</summary>
public sealed class PausedReplaysTests
{
    [Fact]
    public async Task One_that_is_paused_for_long_is_told_again_and_again_with_what_the_log_keeps_for_it()
    {
        await using var folder = new BooksFolder();
        await folder.OpenAsync();
        await folder.DestinationAsync("shop", "hook");
        for (var number = 0; number < 5; number++)
        {
            folder.Log.Accept("shop", folder.Time.GetUtcNow());
        }

        using var logs = new WrittenLogs();
        using var loggers = LoggerFactory.Create(builder => builder.AddProvider(logs));
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        using var watch = new PausedReplays(folder.Books, folder.Log, new(meters), folder.Time, loggers.CreateLogger<PausedReplays>());
        using var listener = new MeterListener();
        var shown = -1L;
        listener.InstrumentPublished = (instrument, one) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters) && instrument.Name == "gatehouse.replays.paused.entries")
            {
                one.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, entries, _, _) => shown = entries);
        listener.Start();
        long? id = null;
        await folder.Books.WriteAsync(writer => id = ReplayRows.Add(writer.Connection, new("shop", "hook", new(), 100), 2, folder.Log.Next, folder.Time.GetUtcNow()));

        await watch.LookAsync(TestContext.Current.CancellationToken);
        Assert.Equal(-1, shown);
        await SetAsync(ReplayState.Paused);
        await watch.LookAsync(TestContext.Current.CancellationToken);
        Assert.Equal(folder.Log.Next - 2, shown);
        folder.Time.Advance(TimeSpan.FromMinutes(59));
        await watch.LookAsync(TestContext.Current.CancellationToken);
        Assert.Empty(logs.Lines);

        folder.Time.Advance(TimeSpan.FromMinutes(1));
        await watch.LookAsync(TestContext.Current.CancellationToken);
        await watch.LookAsync(TestContext.Current.CancellationToken);
        Assert.Contains("Resume it or cancel it", Assert.Single(logs.Lines).Text, StringComparison.Ordinal);
        folder.Time.Advance(TimeSpan.FromDays(1));
        await watch.LookAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, logs.Lines.Count);

        await SetAsync(ReplayState.Cancelled);
        await watch.LookAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, shown);

        Task SetAsync(ReplayState state) => folder.Books.WriteAsync(writer => ReplayRows.Set(writer.Connection, id!.Value, state, string.Empty, folder.Time.GetUtcNow()));
    }
}
