using Gatehouse.Delivery.Rules;
using Gatehouse.Events;
using Gatehouse.Sites;

namespace Gatehouse.Delivery.Readers;

/// <summary>What is made of entries of the log for one destination: events that go, and reasons for those that do not.</summary>
internal sealed class ReaderPart
{
    private readonly List<DeliveryEvent> _events = [];
    private readonly List<(LogRecord Record, string Reason)> _filtered = [];

    private ReaderPart(long next) => Next = next;

    /// <summary>The first position behind it.</summary>
    public long Next { get; }

    /// <summary>Events that go, in order.</summary>
    public IReadOnlyList<DeliveryEvent> Events => _events;

    /// <summary>Events that do not, with reasons.</summary>
    public IReadOnlyList<(LogRecord Record, string Reason)> Filtered => _filtered;

    /// <summary>Makes a part.</summary>
    /// <param name="entries">What was read.</param>
    /// <param name="next">The first position behind them.</param>
    /// <param name="isOurs">Whether an event matters at all.</param>
    /// <param name="judge">Why an event does not go. Null: it goes.</param>
    /// <param name="rules">What of it goes.</param>
    /// <param name="form">Writes it.</param>
    public static ReaderPart Of(IReadOnlyList<LogEntry> entries, long next, Func<LogRecord, bool> isOurs, Func<LogRecord, string?> judge, EventRules rules, EventForm form)
    {
        var part = new ReaderPart(next);
        foreach (var entry in entries)
        {
            if (entry is not LogRecord record || !isOurs(record))
            {
                continue;
            }

            if (judge(record) is { } reason)
            {
                part._filtered.Add((record, reason));
            }
            else
            {
                var written = form.Write(record);
                var mapped = rules.Map(written.Json);
                part._events.Add(mapped.Equals(written.Json) ? written : written.With(mapped));
            }
        }

        return part;
    }

    /// <summary>Cuts it into turns, at every event whose lane has a full batch already. At least one, also when no event goes.</summary>
    public IEnumerable<ReaderTurn> Turns(int count, BatchSettings batch)
    {
        var lanes = new List<DeliveryEvent>[count];
        var bytes = new long[count];
        foreach (var @event in _events)
        {
            var number = count == 1 ? 0 : (int)((uint)string.GetHashCode(@event.Lane, StringComparison.Ordinal) % (uint)count);
            if (lanes[number] is { } lane && (lane.Count >= batch.Events || bytes[number] + @event.Json.Length > batch.Bytes))
            {
                yield return new(@event.Position, [.. lanes.Where(static one => one is not null)]);
                (lanes, bytes) = (new List<DeliveryEvent>[count], new long[count]);
            }

            (lanes[number] ??= []).Add(@event);
            bytes[number] += @event.Json.Length;
        }

        yield return new(Next, [.. lanes.Where(static one => one is not null)]);
    }
}
