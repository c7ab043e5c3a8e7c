using Gatehouse.Profiles;
using Gatehouse.Profiles.Audiences;

namespace Gatehouse.Tests.Profiles.Audiences;

/// <summary>Due times whose disk can be full.</summary>
internal sealed class FailingDueTimes : IDueTimes
{
    private readonly MemoryDueTimes _times = new();

    /// <summary>Whether nothing can be stored.</summary>
    public bool IsFailing { get; set; }

    public ValueTask<StoreOutcome> SetAsync(IReadOnlyList<DueTime> times) => IsFailing ? new(StoreOutcome.Full) : _times.SetAsync(times);

    public ValueTask<IReadOnlyList<KeyValuePair<ProfileKey, long>>> FindAsync(long now, int most) => _times.FindAsync(now, most);
}
