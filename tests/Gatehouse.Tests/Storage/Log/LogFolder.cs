using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Gatehouse.Diagnostics;
using Gatehouse.Events;
using Gatehouse.Storage;
using Gatehouse.Storage.Log;
using Gatehouse.Tests.Harness;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Tests.Storage.Log;

/// <summary>A folder with a log that can be opened again and again, and what it counted and said.</summary>
internal sealed class LogFolder : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly LoggerFactory _loggers;
    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, long> _counted = new(StringComparer.Ordinal);

    public LogFolder()
    {
        _loggers = new([Logs]);
        Options = new() { Folder = Path, DiskReserve = 0, TailBytes = 0 };
        var factory = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, factory))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, count, tags, _) =>
        {
            var name = instrument.Name;
            foreach (var (_, value) in tags)
            {
                name += "/" + value;
            }

            lock (_counted)
            {
                _counted[name] = _counted.GetValueOrDefault(name) + count;
            }
        });
        _listener.Start();
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("gatehouse-test-").FullName;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public WrittenLogs Logs { get; } = new();

    /// <summary>Without a tail in memory, so that what is read is what is on the disk.</summary>
    public EventLogOptions Options { get; set; }

    public string Settings { get; set; } = "";

    public Action<LogStep>? Hook { get; set; }

    public LogMetrics Metrics => new(_services.GetRequiredService<IMeterFactory>());

    /// <summary>The log. Null: it is closed.</summary>
    public EventLog? Log { get; private set; }

    public EventLog Open() => Log = EventLog.Open(Options, Time, Metrics, _loggers.CreateLogger<EventLog>(), Settings, step => Hook?.Invoke(step));

    public void Close()
    {
        Log?.Dispose();
        Log = null;
    }

    /// <summary>A reader's cursor as it is on the disk now. Null: it is not there.</summary>
    public long? StoredCursor(string reader)
    {
        using var connection = new SqliteConnection($"Data Source={System.IO.Path.Combine(Path, "log.db")};Pooling=False");
        connection.Open();
        return SqliteFile.Scalar(connection, $"SELECT position FROM cursors WHERE reader = '{reader}'") is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;
    }

    public EventLog Reopen()
    {
        Close();
        return Open();
    }

    public long Counted(string name)
    {
        lock (_counted)
        {
            return _counted.GetValueOrDefault(name);
        }
    }

    public string[] Files(string pattern) => [.. Directory.GetFiles(Path, pattern).Order(StringComparer.Ordinal)];

    /// <summary>Waits until the folder looks as it should: what the housekeeper does is not answered to anybody.</summary>
    public static async Task UntilAsync(Func<bool> reached)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        ending.CancelAfter(TimeSpan.FromSeconds(60));
        while (!reached())
        {
            await Task.Delay(5, ending.Token);
        }
    }

    public static ReceivedEvent Event(string id, EventType type = EventType.Track, int padding = 0) => new()
    {
        Type = type,
        MessageId = id,
        AnonymousId = "a-" + id,
        UserId = "u1",
        Json = Encoding.UTF8.GetBytes($$"""{"type":"{{EventTypes.NameOf(type)}}","messageId":"{{id}}","event":"Order Completed","padding":"{{new string('x', padding)}}"}"""),
    };

    public static EventBatch Batch(params IReadOnlyList<ReceivedEvent> events) => new("shop", events, new()
    {
        ReceivedAt = new(2026, 3, 1, 11, 59, 58, 123, TimeSpan.Zero), UserAgent = "Test/1.0", ClientAddress = System.Net.IPAddress.Parse("203.0.113.7"),
    });

    public static EventBatch Numbered(int from, int count, int padding = 0) =>
        Batch([.. Enumerable.Range(from, count).Select(number => Event("m" + number.ToString(CultureInfo.InvariantCulture), padding: padding))]);

    public void Dispose()
    {
        Close();
        _listener.Dispose();
        _loggers.Dispose();
        _services.Dispose();
        Directory.Delete(Path, recursive: true);
    }
}
