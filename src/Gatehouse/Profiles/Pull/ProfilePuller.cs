using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Gatehouse.Diagnostics;
using Gatehouse.Sites;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Profiles.Pull;

/// <summary>Decides when a visitor is asked for at the profile API, and sees to it that it happens once.</summary>
internal sealed partial class ProfilePuller(ProfileApiClient client, ProfileRecords records, ReceiptClock receipts, EdgeMetrics metrics, TimeProvider time, ILogger<ProfilePuller> logger) : IDisposable, IAsyncDisposable
{
    /// <summary>How many visitors are asked for at the same time. When full, nobody is asked for; counted as <c>pull_full</c>.</summary>
    public const int MostFlights = 64;

    /// <summary>How long one fetch may take, all pages together.</summary>
    public static readonly TimeSpan FetchLimit = TimeSpan.FromSeconds(2);

    /// <summary>How long an answer with traits is fresh.</summary>
    public static readonly TimeSpan FoundLasts = TimeSpan.FromSeconds(120);

    /// <summary>How long the answer that there is no such profile is fresh.</summary>
    public static readonly TimeSpan NotFoundLasts = TimeSpan.FromSeconds(60);

    private static readonly long ShortestBackOff = ProfileTime.Of(TimeSpan.FromSeconds(1));
    private static readonly long LongestBackOff = ProfileTime.Of(TimeSpan.FromSeconds(60));

    private readonly Dictionary<ProfileKey, Task<StoredProfile?>> _flights = [];
    private readonly Lock _starting = new();
    private readonly ConcurrentDictionary<string, PullPause> _pauses = new(StringComparer.Ordinal);
    // Not disposed: a late fetch must find it cancelled, and without a timer it holds nothing.
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Whether a visitor can be asked for at all.</summary>
    public static bool Asks(Site site, ProfileKey key) => site.Get(ProfileApi.Part).IsConfigured && ProfileApi.CanAsk(key);

    /// <summary>Ends the fetches under way.</summary>
    public void Dispose()
    {
        _stopping.Cancel();
    }

    /// <summary>Ends the fetches under way and waits until none of them uses the store any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await WhenIdleAsync();
    }

    /// <summary>Whether what is known of a visitor should be fetched (again).</summary>
    public bool IsDue(Site site, ProfileKey key, StoredProfile known, ProfileSlot slot)
    {
        if (!Asks(site, key) || known.Record.IsForgotten)
        {
            return false;
        }

        var now = ProfileTime.Of(time.GetUtcNow());
        return now >= slot.NoPullBefore
            && (known.Record.Pull is not { } pull || now - pull.At >= ProfileTime.Of(pull.Found ? FoundLasts : NotFoundLasts));
    }

    /// <summary>Starts a fetch, or joins the one under way.</summary>
    /// <param name="site">The visitor's site.</param>
    /// <param name="key">Whose profile; <see cref="Asks"/>.</param>
    /// <param name="slot">The profile's slot.</param>
    /// <param name="flight">Ends with the profile, or with null after trouble.</param>
    /// <returns>False: nothing is under way, because too many are or the API is left alone.</returns>
    public bool TryStart(Site site, ProfileKey key, ProfileSlot slot, [NotNullWhen(true)] out Task<StoredProfile?>? flight)
    {
        flight = null;
        if (_pauses.GetOrAdd(site.Name, static _ => new()).Holds(ProfileTime.Of(time.GetUtcNow())))
        {
            return false;
        }

        lock (_starting)
        {
            if (_flights.TryGetValue(key, out flight))
            {
                return true;
            }

            if (_flights.Count < MostFlights)
            {
                flight = Task.Run(() => FlyAsync(site, key, slot));
                _flights.Add(key, flight);
                return true;
            }
        }

        metrics.Profile(site.Name, "pull_full");
        return false;
    }

    /// <summary>Ends when the fetches that are under way now have ended.</summary>
    public Task WhenIdleAsync()
    {
        lock (_starting)
        {
            return Task.WhenAll(_flights.Values);
        }
    }

    private async Task<StoredProfile?> FlyAsync(Site site, ProfileKey key, ProfileSlot slot)
    {
        try
        {
            var at = receipts.Next();
            using var limit = new CancellationTokenSource(FetchLimit, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stopping.Token);
            var answer = await client.FetchAsync(site.Get(ProfileApi.Part), key, either.Token);
            metrics.Profile(site.Name, CounterOf(answer.Outcome));
            Note(site, slot, answer);
            return answer.IsAnswer ? await KeepAsync(site, key, slot, new(at, answer.Outcome == PullOutcome.Found, answer.Traits), answer.Dropped) : null;
        }
        finally
        {
            lock (_starting)
            {
                _flights.Remove(key);
            }
        }
    }

    private async Task<StoredProfile?> KeepAsync(Site site, ProfileKey key, ProfileSlot slot, PullRecord pull, int dropped)
    {
        if (!pull.Found && (slot.Current ?? StoredProfile.None) is { Version: 0 } nobody)
        {
            // Kept in memory only: whoever sends made-up ids must not fill the disk.
            slot.Offer(new(0, ProfileMerge.Pull(nobody.Record, pull).Record));
            return slot.Current;
        }

        var update = await records.UpdateAsync(key, pull, ProfileMerge.Pull);
        metrics.ProfileTraitsDropped(site.Name, dropped + update.Dropped);
        if (update.Outcome == StoreOutcome.Done)
        {
            return records.SlotOf(key).Current;
        }

        // It could not be stored: this process still knows it, and the next change of the profile takes it along.
        metrics.Profile(site.Name, "pull_not_stored");
        if (slot.Current is { } known)
        {
            slot.Offer(new(known.Version, ProfileMerge.Pull(known.Record, pull).Record));
        }

        return slot.Current;
    }

    private void Note(Site site, ProfileSlot slot, PullAnswer answer)
    {
        var now = ProfileTime.Of(time.GetUtcNow());
        if (answer.IsAnswer)
        {
            slot.PullAnswered();
        }
        else
        {
            slot.PullFailed(now, ShortestBackOff, LongestBackOff);
        }

        if (_pauses.GetOrAdd(site.Name, static _ => new()).Note(answer, now) is { } pause)
        {
            LogPaused(site.Name, answer.Outcome, pause);
        }
    }

    private static string CounterOf(PullOutcome outcome) => outcome switch
    {
        PullOutcome.Found => "pull_found",
        PullOutcome.NotFound => "pull_not_found",
        PullOutcome.Refused => "pull_refused",
        PullOutcome.Throttled => "pull_throttled",
        PullOutcome.Late => "pull_timed_out",
        _ => "pull_failed",
    };

    [LoggerMessage(1720, LogLevel.Warning, "The profile API of site {Site} is left alone for {Pause}: its last answer was {Outcome}.")]
    private partial void LogPaused(string site, PullOutcome outcome, TimeSpan pause);
}
