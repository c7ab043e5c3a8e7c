using Gatehouse.Events;

namespace Gatehouse.Storage.Log;

/// <summary>The tallies of a commit, one a site.</summary>
internal sealed class TallySheet
{
    private readonly Dictionary<string, Tally> _sites = new(StringComparer.Ordinal);

    /// <summary>Whether a repeat was answered as taken: that must be on the disk before.</summary>
    public bool HasDuplicates { get; private set; }

    /// <summary>The tallies that say more than the commit's events, by site.</summary>
    public IEnumerable<KeyValuePair<string, Tally>> Telling => _sites.Where(static site => !site.Value.IsPlain);

    /// <summary>Counts a batch.</summary>
    public void Add(EventBatch batch, AppendResult answer)
    {
        HasDuplicates |= answer.Duplicates > 0;
        Of(batch.Site).Add(batch, answer);
    }

    /// <summary>Counts what was refused before.</summary>
    public void Add(IEnumerable<RefusedCount> refused)
    {
        foreach (var (site, reason, count) in refused)
        {
            Of(site).Refuse(reason, count);
        }
    }

    /// <summary>All of it, when nothing of it was stored or there already.</summary>
    public IEnumerable<RefusedCount> ToRefused() => _sites.SelectMany(static site => site.Value.Refused
        .Select(refused => new RefusedCount(site.Key, refused.Key, refused.Value))
        .Append(new(site.Key, RefusalReasons.Shed, site.Value.Shed)));

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        _sites.Clear();
        HasDuplicates = false;
    }

    private Tally Of(string site)
    {
        if (!_sites.TryGetValue(site, out var tally))
        {
            _sites[site] = tally = new();
        }

        return tally;
    }
}
