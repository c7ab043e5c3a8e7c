using System.Diagnostics.Metrics;
using Gatehouse.Delivery.Books;
using Gatehouse.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatehouse.Tests.Delivery.Books;

/// <summary>What is shown of the books.</summary>
public sealed class BalanceCheckTests : IAsyncDisposable
{
    private readonly BooksFolder _folder = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, double> _figures = new(StringComparer.Ordinal);

    public BalanceCheckTests()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _services.DisposeAsync();
        await _folder.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_waits_for_a_destination_that_is_configured_no_longer()
    {
        await _folder.OpenAsync();
        using var check = new BalanceCheck(_folder.Books, new(_services.GetRequiredService<IMeterFactory>()), _folder.Time, NullLogger<BalanceCheck>.Instance);
        var hook = await _folder.DestinationAsync("shop", "hook");
        await _folder.DestinationAsync("shop", "files");
        _folder.Log.Accept("shop", _folder.Time.GetUtcNow());
        await _folder.CountAsync();
        _folder.Time.Advance(TimeSpan.FromMinutes(2));
        await check.LookAsync(TestContext.Current.CancellationToken);
        Assert.Equal((1, 10, 120), Shown("hook"));

        await hook.SetGoneAsync();
        await check.LookAsync(TestContext.Current.CancellationToken);

        Assert.Equal((0, 0, 0), Shown("hook"));
        Assert.Equal((1, 10, 120), Shown("files"));
    }

    private (double Count, double Bytes, double Age) Shown(string destination) =>
        (_figures[$"gatehouse.deliveries.pending {destination}"], _figures[$"gatehouse.deliveries.pending.bytes {destination}"], _figures[$"gatehouse.deliveries.pending.age {destination}"]);

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == "destination")
            {
                _figures[$"{instrument.Name} {tag.Value}"] = value;
            }
        }
    }
}
