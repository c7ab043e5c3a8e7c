using Gatehouse.Sites;

namespace Gatehouse.Profiles.Rebuild;

/// <summary>Finds out what has to be rebuilt. Pure.</summary>
internal static class RebuildPlan
{
    /// <summary>What is to be kept, with what is configured now. The same state: all is as it should be.</summary>
    /// <param name="state">What is kept. No profiles are being swapped.</param>
    /// <param name="snapshot">What is configured.</param>
    /// <param name="begin">Makes a new rebuild.</param>
    public static KeptState Of(KeptState state, EdgeSnapshot snapshot, Func<KeptRebuild> begin)
    {
        var isOrdered = state.Rebuild?.IsOrdered == true;
        var sites = new Dictionary<string, KeptSite>(state.Sites, StringComparer.OrdinalIgnoreCase);
        var isOther = false;
        foreach (var site in snapshot.Sites)
        {
            var before = sites.GetValueOrDefault(site.Name);
            var revisions = (isOrdered ? before?.Next : null)?.Revisions ?? before?.Current.Revisions ?? [];
            var configured = new KeptSet { Texts = site.Settings.Definitions.ToDictionary(StringComparer.Ordinal), Revisions = revisions };
            var meaning = MeaningOf(configured);
            if (before is null || DefinitionsInService.Compile(before.Current) is not { } current)
            {
                sites[site.Name] = new() { Current = configured };
            }
            else if (string.Equals(meaning, current.Meaning, StringComparison.Ordinal))
            {
                isOther |= before.Next is not null;
                sites[site.Name] = IsAlike(before.Current, configured) && before.Next is null ? before : new() { Current = configured };
            }
            else if (before.Next is not { } next || !string.Equals(meaning, MeaningOf(next), StringComparison.Ordinal))
            {
                isOther = true;
                sites[site.Name] = before with { Next = configured };
            }
        }

        // A site that is configured no longer keeps its definitions, but nobody waits for those that would come next.
        foreach (var gone in sites.Where(one => one.Value.Next is not null && snapshot.FindByName(one.Key) is null).ToList())
        {
            isOther = true;
            sites[gone.Key] = gone.Value with { Next = null };
        }

        var rebuild = !sites.Values.Any(static site => site.Next is not null) ? null : isOther || state.Rebuild is null ? begin() with { IsOrdered = isOrdered } : state.Rebuild;
        var isSame = rebuild == state.Rebuild && sites.Count == state.Sites.Count && sites.All(site => state.Sites.TryGetValue(site.Key, out var was) && ReferenceEquals(was, site.Value));
        return isSame ? state : state with { Sites = sites, Rebuild = rebuild };
    }

    /// <summary>The same with all that can be computed from the log to be computed anew.</summary>
    /// <param name="state">What is kept. No rebuild is under way.</param>
    /// <param name="begin">Makes a new rebuild.</param>
    /// <param name="holds">Whether the log holds all events that a window needs. Null: a trait without a window.</param>
    public static KeptState Ordered(KeptState state, Func<KeptRebuild> begin, Func<TimeSpan?, bool> holds)
    {
        var sites = state.Sites.ToDictionary(static site => site.Key, site => site.Value with { Next = Anew(site.Value.Current, holds) }, StringComparer.OrdinalIgnoreCase);
        return state with { Sites = sites, Rebuild = begin() with { IsOrdered = true } };
    }

    private static KeptSet Anew(KeptSet current, Func<TimeSpan?, bool> holds)
    {
        var revisions = new Dictionary<string, int>(current.Revisions, StringComparer.Ordinal);
        foreach (var trait in ComputedTraitSettingsReader.ReadKept(current.Texts)?.Traits ?? [])
        {
            if (holds(trait.Window))
            {
                revisions[trait.Name] = revisions.GetValueOrDefault(trait.Name) + 1;
            }
        }

        return current with { Revisions = revisions };
    }

    private static string? MeaningOf(KeptSet kept) => DefinitionsInService.Compile(kept)?.Meaning;

    private static bool IsAlike(KeptSet one, KeptSet other) => one.Texts.Count == other.Texts.Count && one.Texts.All(pair => other.Texts.TryGetValue(pair.Key, out var value) && string.Equals(value, pair.Value, StringComparison.Ordinal));
}
