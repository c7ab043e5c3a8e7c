using Gatehouse.Events;

namespace Gatehouse.Profiles.History;

/// <summary>
/// Finds the track events of a visitor in the log. The log knows no visitors, so it is read from the visitor's last event backwards, a
/// bounded stretch a look; where that ends before all is found, the answer says where to go on.
/// </summary>
internal sealed class EventHistory(IEventLog log, ProfileRecords records, IErasures erasures, TimeProvider time) : IDisposable
{
    /// <summary>How far back events are found.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(14);

    // How many bytes of events one look reads before it ends with what was begun.
    private const int MostBytes = 64 << 20;

    private const int Stretch = 500;
    private const int StretchBytes = 8 << 20;

    // One look at a time, so that a caller who asks much slows down itself and not the edge.
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>How many entries of the log one look reads; the last stretch may go beyond.</summary>
    public int MostEntries { get; init; } = 50_000;

    /// <summary>Looks once. Null: the store of profiles is in trouble. Fails when the disk of the log is.</summary>
    /// <param name="key">Whose events.</param>
    /// <param name="record">The profile.</param>
    /// <param name="query">Which of them.</param>
    /// <param name="stop">Gives up.</param>
    public async ValueTask<HistoryPage?> ReadAsync(ProfileKey key, ProfileRecord record, HistoryQuery query, CancellationToken stop)
    {
        ProfileRecord? claimedBy = null;
        if (record.Claimed is { } claimed && ProfileKey.TryCreate(key.Site, ProfileKind.User, claimed, out var user))
        {
            var read = await records.GetAsync(user, stop);
            if (read.Outcome != StoreOutcome.Done)
            {
                return null;
            }

            claimedBy = read.Profile.Record;
        }

        await _turn.WaitAsync(stop);
        try
        {
            return await LookAsync(new(key, record, claimedBy), record, query, stop);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async ValueTask<HistoryPage> LookAsync(HistoryOwner owner, ProfileRecord record, HistoryQuery query, CancellationToken stop)
    {
        var now = time.GetUtcNow();
        var from = query.From is { } asked && asked > now - Longest ? asked : now - Longest;
        var first = Math.Max(log.Within(from, now).First, log.First);

        // Behind the last event that is in the profile there is none of this visitor's.
        var end = Math.Min(record.Positions.GetValueOrDefault(log.Id.ToString("N"), -1) + 1, log.Next);
        var place = query.IsNewestFirst ? Math.Min(query.Next ?? end, end) : Math.Max(query.Next ?? first, first);
        var (found, entries, bytes) = (new List<LogRecord>(), 0L, 0L);
        while (query.IsNewestFirst ? place > first : place < end)
        {
            if (entries >= MostEntries || bytes >= MostBytes)
            {
                return new(found, place);
            }

            var (lower, upper) = query.IsNewestFirst ? (Math.Max(first, place - Stretch), place) : (place, Math.Min(end, place + Stretch));
            var stretch = await ReadAsync(lower, upper, stop);
            foreach (var one in query.IsNewestFirst ? stretch.AsEnumerable().Reverse() : stretch)
            {
                bytes += one.Event.Json.Length;
                if (!IsAskedFor(one, query, from) || !owner.Has(one) || erasures.IsErased(one))
                {
                    continue;
                }

                if (found.Count == query.Limit)
                {
                    return new(found, query.IsNewestFirst ? found[^1].Position : found[^1].Position + 1);
                }

                found.Add(one);
            }

            entries += upper - lower;
            place = query.IsNewestFirst ? lower : upper;
        }

        return new(found, null);
    }

    private async ValueTask<List<LogRecord>> ReadAsync(long lower, long upper, CancellationToken stop)
    {
        var events = new List<LogRecord>();
        while (lower < upper)
        {
            var read = await log.ReadAsync(lower, (int)(upper - lower), StretchBytes, stop);
            events.AddRange(read.OfType<LogRecord>().Where(one => one.Position < upper));
            lower = read[^1].Position + 1;
        }

        return events;
    }

    private static bool IsAskedFor(LogRecord record, HistoryQuery query, DateTimeOffset from)
    {
        if (record.Event.Type != EventType.Track)
        {
            return false;
        }

        if (query.Include is not null || query.Exclude is not null)
        {
            var name = NameOf(record);
            if (query.Include?.Contains(name) == false || query.Exclude?.Contains(name) == true)
            {
                return false;
            }
        }

        var timestamp = EventTime.Of(record.Event.Json.Span, record.Facts.ReceivedAt).Timestamp;
        return timestamp >= from && (query.To is not { } to || timestamp < to);
    }

    private static string NameOf(LogRecord record)
    {
        var json = EventJson.Find(record.Event.Json.Span, "event"u8);
        return json is [(byte)'"', ..] ? EventJson.Open(json).GetString()! : string.Empty;
    }
}
