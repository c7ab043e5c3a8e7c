using Gatehouse.Diagnostics;
using Gatehouse.Events;
using Gatehouse.Profiles.Audiences;

namespace Gatehouse.Profiles;

/// <summary>Makes a visitor's data go: the profile, what was computed, the ids, and what the log still holds of them and others have copied.</summary>
internal sealed class ProfileEraser(ProfileRecords records, IErasures erasures, IDueTimes due, IEnumerable<IEventCopies> copies, EdgeMetrics metrics, TimeProvider time)
{
    /// <summary>Erases a visitor. A user's anonymous ids go with the user.</summary>
    /// <returns>Every key that was erased; null when the disk did not take it, then it is to be asked for again.</returns>
    public async ValueTask<IReadOnlyList<ProfileKey>?> EraseAsync(ProfileKey key)
    {
        var read = await records.GetAsync(key, CancellationToken.None);
        if (read.Outcome is not StoreOutcome.Done and not StoreOutcome.Unreadable)
        {
            return null;
        }

        List<ProfileKey> keys = [key];
        foreach (var joined in read.Profile.Record.Joined)
        {
            if (ProfileKey.TryCreate(key.Site, ProfileKind.Anonymous, joined.Id, out var anonymous))
            {
                keys.Add(anonymous);
            }
        }

        // First the notes, so that nothing is brought back in between.
        var now = time.GetUtcNow();
        foreach (var one in keys)
        {
            var isUser = one.Kind == ProfileKind.User;
            if (!await erasures.AddAsync(one.Site, isUser ? null : one.Id, isUser ? one.Id : null, now))
            {
                return null;
            }
        }

        var visitor = new ErasedVisitor(
            key.Site, key.Kind == ProfileKind.User ? key.Id : null, [.. keys.Where(static one => one.Kind == ProfileKind.Anonymous).Select(static one => one.Id)], now);
        foreach (var kept in copies)
        {
            if (!await kept.EraseAsync(visitor))
            {
                return null;
            }
        }

        // The user's own profile last: it says which ids joined, should this be asked for again.
        foreach (var one in keys.AsEnumerable().Reverse())
        {
            if (await due.SetAsync([new(one, null)]) != StoreOutcome.Done
                || await records.DeleteAsync(one, static _ => true) is not StoreOutcome.Done and not StoreOutcome.Unreadable)
            {
                return null;
            }
        }

        metrics.Profiles(key.Site, "erased", keys.Count);
        return keys;
    }
}
