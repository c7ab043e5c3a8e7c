using Gatehouse.Events;

namespace Gatehouse.Storage.Log;

/// <summary>Events of a site that were not taken, for one reason.</summary>
/// <param name="Site">The site.</param>
/// <param name="Reason">The reason's code.</param>
/// <param name="Count">How many.</param>
internal readonly record struct RefusedCount(string Site, string Reason, long Count)
{
    /// <summary>What a batch is counted as of which nothing was stored.</summary>
    public static IEnumerable<RefusedCount> Of(EventBatch batch, string reason) =>
        batch.Refused.Select(refused => new RefusedCount(batch.Site, refused.Key, refused.Value)).Append(new(batch.Site, reason, batch.Events.Count));
}
