using System.Collections.Concurrent;
using Gatehouse.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Assets.Cdn;

/// <summary>
/// What CDNs gave, in memory and within a bound. One fetch at a time a file; a copy past its time is served while the next is
/// fetched, and for as long as the CDN fails.
/// </summary>
internal sealed partial class CdnCache(CdnClient client, TimeProvider time, EdgeMetrics metrics, ILogger<CdnCache> logger) : IDisposable
{
    /// <summary>How much memory all copies may hold. Beyond it, what was not asked for longest goes.</summary>
    public const long MostBytes = 64 * 1024 * 1024;

    /// <summary>How many files are known at once, those included that the CDN does not have.</summary>
    public const int MostFiles = 1024;

    /// <summary>How many fetches of bundles and integrations run at once. A visitor can ask for any name; beyond this the answer is a failure.</summary>
    public const int MostFetches = 16;

    /// <summary>How long a request waits for a fetch when something can stand in.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>How long past its time a copy is served without waiting for the next.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    private static readonly TimeSpan MissingFor = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<CdnFile, CdnSlot> _slots = new();
    private readonly SemaphoreSlim _fetches = new(MostFetches);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _evicting = new();

    /// <summary>How much memory the copies hold.</summary>
    public long Bytes => _slots.Values.Sum(static slot => slot.Bytes);

    /// <summary>How many files are known.</summary>
    public int Files => _slots.Count;

    /// <summary>A file, from memory or from the CDN.</summary>
    /// <param name="file">Which.</param>
    /// <param name="hasFallback">Whether something can stand in, so that nobody waits long.</param>
    public ValueTask<CdnResult> GetAsync(CdnFile file, bool hasFallback)
    {
        var now = time.GetTimestamp();
        var slot = SlotOf(file);
        slot.LastUsed = now;
        return slot.Copy is { } copy && now < copy.FreshUntil ? new(Result(copy, CdnOutcome.Fresh)) : RefreshAsync(slot, now, hasFallback);
    }

    /// <summary>A version of a file that was replaced not long ago. Null: none of that hash.</summary>
    public Asset? FindOlder(CdnFile file, string hash) =>
        _slots.TryGetValue(file, out var slot) ? slot.Older.OfType<Asset>().FirstOrDefault(asset => asset.Hash == hash) : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        _fetches.Dispose();
    }

    private static CdnResult Result(CdnCopy copy, CdnOutcome outcome) => new(outcome, copy.Content, copy.Lifetime);

    private async ValueTask<CdnResult> RefreshAsync(CdnSlot slot, long now, bool hasFallback)
    {
        var flight = slot.Refresh(now, Start);
        var isRecent = slot.Copy is { } known && now < known.FreshUntil + Stamps(Grace);
        var canStandIn = hasFallback || slot.Copy is not null;
        if (flight is not null && !isRecent && !(canStandIn && (slot.IsFailing || slot.IsSlow)))
        {
            await WaitAsync(slot, flight, canStandIn ? Patience : CdnClient.Timeout + Patience);
        }

        if (slot.Copy is { } copy)
        {
            return Result(copy, time.GetTimestamp() < copy.FreshUntil ? CdnOutcome.Fresh : CdnOutcome.Stale);
        }

        return new(slot.IsMissing ? CdnOutcome.Missing : CdnOutcome.Failed);
    }

    private async Task WaitAsync(CdnSlot slot, Task flight, TimeSpan patience)
    {
        try
        {
            await flight.WaitAsync(patience, time);
        }
        catch (TimeoutException)
        {
            // The fetch goes on for the next request; this one gets what there is.
            slot.IsSlow = !flight.IsCompleted;
        }
    }

    private Task? Start(CdnSlot slot)
    {
        if (slot.File.IsCore)
        {
            return Task.Run(() => FetchAsync(slot));
        }

        return _fetches.Wait(0, CancellationToken.None) ? Task.Run(() => FetchInTurnAsync(slot)) : null;
    }

    private async Task FetchInTurnAsync(CdnSlot slot)
    {
        try
        {
            await FetchAsync(slot);
        }
        finally
        {
            _fetches.Release();
        }
    }

    private async Task FetchAsync(CdnSlot slot)
    {
        try
        {
            await FillAsync(slot);
        }
#pragma warning disable CA1031 // A fault of ours must not leave the file in flight for ever, nor reach a visitor.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogFault(fault, slot.File.Site, slot.File.Kind);
            slot.Fail(isMissing: false, failures => time.GetTimestamp() + Stamps(Pause(failures)));
        }
    }

    private async Task FillAsync(CdnSlot slot)
    {
        var before = slot.Copy;
        var answer = await client.FetchAsync(slot.File, before?.EntityTag, _stopping.Token);
        var content = answer.Kind switch
        {
            CdnAnswerKind.NotModified => before?.Content,
            CdnAnswerKind.Content => CdnContentReader.Read(slot.File, answer, before?.Content),
            _ => null,
        };
        if (content is null)
        {
            slot.Fail(answer.Kind == CdnAnswerKind.Missing, failures => time.GetTimestamp() + Stamps(answer.Kind == CdnAnswerKind.Missing ? MissingFor : Pause(failures)));
            return;
        }

        var lifetime = Lifetime(slot.File, answer.MaxAge);
        slot.Succeed(new(content, answer.EntityTag, lifetime, time.GetTimestamp() + Stamps(lifetime)));
        KeepBound();
    }

    /// <summary>The CDN's word, within bounds: content that is named by its hash may stay a day, the library and settings ten minutes.</summary>
    private static TimeSpan Lifetime(CdnFile file, TimeSpan? maxAge)
    {
        var (otherwise, longest) = file.IsCore ? (TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10)) : (TimeSpan.FromHours(1), TimeSpan.FromDays(1));
        var shortest = TimeSpan.FromSeconds(5);
        var lifetime = maxAge ?? otherwise;
        return lifetime < shortest ? shortest : lifetime > longest ? longest : lifetime;
    }

    private static TimeSpan Pause(int failures)
    {
        var pause = TimeSpan.FromSeconds(1 << Math.Min(failures - 1, 5));
        return pause < LongestPause ? pause : LongestPause;
    }

    private CdnSlot SlotOf(CdnFile file)
    {
        if (_slots.TryGetValue(file, out var known))
        {
            return known;
        }

        var slot = _slots.GetOrAdd(file, static file => new(file));
        if (_slots.Count > MostFiles)
        {
            slot.LastUsed = time.GetTimestamp();
            KeepBound();
        }

        return slot;
    }

    /// <summary>Drops what was asked for longest ago: first names that gave nothing, then copies, the library and settings last.</summary>
    private void KeepBound()
    {
        lock (_evicting)
        {
            var slots = _slots.Values.ToList();
            var bytes = slots.Sum(static slot => slot.Bytes);
            if (bytes <= MostBytes && slots.Count <= MostFiles)
            {
                return;
            }

            var count = slots.Count;
            foreach (var slot in slots.OrderBy(static slot => slot.File.IsCore).ThenBy(static slot => slot.Copy is not null).ThenBy(static slot => slot.LastUsed))
            {
                if (bytes <= MostBytes && count <= MostFiles)
                {
                    return;
                }

                if (!slot.IsInFlight && _slots.TryRemove(slot.File, out _))
                {
                    bytes -= slot.Bytes;
                    count--;
                    metrics.Asset(slot.File.Site, AssetOutcome.Evicted);
                }
            }
        }
    }

    private long Stamps(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);

    [LoggerMessage(1501, LogLevel.Error, "A {Kind} of site {Site} could not be taken from the CDN.")]
    private partial void LogFault(Exception fault, string site, AssetKind kind);
}
