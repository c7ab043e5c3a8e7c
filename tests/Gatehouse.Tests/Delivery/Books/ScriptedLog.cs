using System.Globalization;
using Gatehouse.Events;

namespace Gatehouse.Tests.Delivery.Books;

/// <summary>A log whose entries a test puts in and takes out as it likes.</summary>
internal sealed class ScriptedLog : IEventLog
{
    private readonly SortedDictionary<long, LogEntry> _entries = [];
    private readonly Dictionary<string, long> _cursors = new(StringComparer.Ordinal);

    public Guid Id { get; private set; } = new("11111111-0000-0000-0000-000000000000");

    public long First => _entries.Count == 0 ? Next : _entries.Keys.First();

    public long Next { get; private set; } = 1;

    public IReadOnlyCollection<string> Readers => [.. _cursors.Keys];

    /// <summary>Where readers are, as the log knows it.</summary>
    public IReadOnlyDictionary<string, long> Cursors => _cursors;

    public LogRecord Accept(string site, DateTimeOffset at, int bytes = 10)
    {
        var id = "m" + Next.ToString(CultureInfo.InvariantCulture);
        var record = new LogRecord(Next, site, new() { Type = EventType.Track, MessageId = id, AnonymousId = "a", Json = new byte[bytes] }, new() { ReceivedAt = at });
        _entries[Next++] = record;
        return record;
    }

    public void Tally(string site, DateTimeOffset at, long duplicates, long shed, long refused) =>
        _entries[Next] = new LogTally(Next++, site, at, duplicates + shed + refused, 0, duplicates, shed, new Dictionary<string, long>(StringComparer.Ordinal) { ["invalid_json"] = refused });

    /// <summary>Gives up what is between two positions.</summary>
    public void Lose(long from, long next)
    {
        foreach (var position in _entries.Keys.Where(position => position >= from && position < next).ToList())
        {
            _entries.Remove(position);
        }
    }

    /// <summary>Becomes another log, without entries.</summary>
    public void BecomeAnother()
    {
        _entries.Clear();
        _cursors.Clear();
        Id = Guid.NewGuid();
        Next = 1;
    }

    /// <summary>Forgets the newest entries, and will give their positions again.</summary>
    public void ForgetFrom(long position)
    {
        Lose(position, Next);
        Next = position;
    }

    /// <summary>The entries from a position on.</summary>
    public List<LogEntry> From(long position, int most) => [.. _entries.Where(entry => entry.Key >= position).Take(most).Select(static entry => entry.Value)];

    public ValueTask<IReadOnlyList<LogEntry>> ReadAsync(long from, int mostEntries, int mostBytes, CancellationToken cancellationToken) => new(From(from, mostEntries));

    public ValueTask<long?> FindAsync(string site, string messageId, CancellationToken cancellationToken) =>
        new(_entries.Values.OfType<LogRecord>().FirstOrDefault(record => record.Site == site && record.Event.MessageId == messageId)?.Position);

    public (long First, long Next) Within(DateTimeOffset from, DateTimeOffset to) => (First, Next);

    public ValueTask<long> ReadCursorAsync(string reader, CancellationToken cancellationToken)
    {
        lock (_cursors)
        {
            return new(_cursors.TryAdd(reader, First) ? First : _cursors[reader]);
        }
    }

    public ValueTask StoreCursorAsync(string reader, long position, CancellationToken cancellationToken)
    {
        lock (_cursors)
        {
            _cursors[reader] = position;
        }

        return default;
    }

    public ValueTask ForgetCursorAsync(string reader, CancellationToken cancellationToken)
    {
        lock (_cursors)
        {
            _cursors.Remove(reader);
        }

        return default;
    }

    public ValueTask<AppendResult> AppendAsync(EventBatch batch, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void CountRefused(string site, string reason, int count) => throw new NotSupportedException();
}
