using System.Text.Json;
using Gatehouse.Diagnostics;

namespace Gatehouse.Profiles.Push;

/// <summary>Stores the messages of a push: those of one visitor in one change, different visitors side by side.</summary>
internal sealed class PushIntake(ProfileRecords records, PushMessages messages, EdgeMetrics metrics)
{
    /// <summary>How many visitors of one array are written at the same time: a commit's worth.</summary>
    private const int MostAtOnce = 256;

    /// <summary>Stores them.</summary>
    /// <param name="site">Name of the site that they were pushed to.</param>
    /// <param name="json">The messages; well formed.</param>
    public async Task<PushTally> TakeAsync(string site, IEnumerable<JsonElement> json)
    {
        var tally = new PushTally();
        var byKey = Sort(site, json, tally);
        foreach (var chunk in byKey.Chunk(MostAtOnce))
        {
            var writes = Array.ConvertAll(chunk, pair => StoreAsync(site, pair.Key, pair.Value));
            await Task.WhenAll(writes);
            for (var i = 0; i < chunk.Length; i++)
            {
                if (await writes[i])
                {
                    tally.Stored += chunk[i].Value.Count;
                }
                else
                {
                    tally.NotStored += chunk[i].Value.Count;
                }
            }
        }

        return tally;
    }

    private Dictionary<ProfileKey, List<ProfileMessage>> Sort(string site, IEnumerable<JsonElement> json, PushTally tally)
    {
        var byKey = new Dictionary<ProfileKey, List<ProfileMessage>>();
        var index = 0;
        foreach (var element in json)
        {
            var (key, message, fault) = messages.Read(site, element);
            if (fault is not null)
            {
                metrics.Profile(site, "push_refused");
                tally.Refused ??= (index, fault);
                tally.RefusedCount++;
            }
            else if (message is null)
            {
                metrics.Profile(site, "push_ignored");
                tally.Ignored++;
            }
            else if (byKey.TryGetValue(key, out var others))
            {
                others.Add(message);
            }
            else
            {
                byKey.Add(key, [message]);
            }

            index++;
        }

        return byKey;
    }

    private async Task<bool> StoreAsync(string site, ProfileKey key, List<ProfileMessage> ofOne)
    {
        var update = await records.UpdateAsync(key, ofOne, Apply);
        metrics.ProfileTraitsDropped(site, update.Dropped);
        metrics.Profile(site, (update.Outcome, update.Merge) switch
        {
            (StoreOutcome.Done, MergeOutcome.Changed) => "push_stored",
            (StoreOutcome.Done, MergeOutcome.Duplicate) => "push_duplicate",
            (StoreOutcome.Done, _) => "push_outdated",
            _ => "push_not_stored",
        });
        return update.Outcome == StoreOutcome.Done;
    }

    private static Merged Apply(ProfileRecord record, List<ProfileMessage> ofOne)
    {
        var merged = new Merged(record, MergeOutcome.Outdated);
        foreach (var message in ofOne)
        {
            var next = ProfileMerge.Push(merged.Record, message);
            merged = new(next.Record, next.Outcome == MergeOutcome.Changed || merged.Outcome == MergeOutcome.Changed ? MergeOutcome.Changed : next.Outcome, merged.Dropped + next.Dropped);
        }

        return merged;
    }
}
