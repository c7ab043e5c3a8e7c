namespace Gatehouse.Profiles.Audiences;

/// <summary>When profiles have to be looked at though nothing happens to them. Of this node alone; trouble is an answer.</summary>
internal interface IDueTimes
{
    /// <summary>Notes when profiles are due, durably; what was noted of them before is replaced.</summary>
    /// <param name="times">Each profile once.</param>
    ValueTask<StoreOutcome> SetAsync(IReadOnlyList<DueTime> times);

    /// <summary>Profiles that are due, the longest overdue first, with the time at which they were. They stay due until a later time is set.</summary>
    /// <param name="now">See <see cref="ProfileTime"/>.</param>
    /// <param name="most">How many, at most.</param>
    ValueTask<IReadOnlyList<KeyValuePair<ProfileKey, long>>> FindAsync(long now, int most);
}
