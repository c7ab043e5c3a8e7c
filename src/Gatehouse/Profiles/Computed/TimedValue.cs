namespace Gatehouse.Profiles.Computed;

/// <summary>A value with its time.</summary>
/// <param name="Time">When its event happened.</param>
/// <param name="Receipt">When its event was received.</param>
/// <param name="Json">The value as JSON.</param>
internal readonly record struct TimedValue(long Time, long Receipt, string Json)
{
    /// <summary>The total order of values: by time, then receipt, then value.</summary>
    public static Comparer<TimedValue> ByAge { get; } = Comparer<TimedValue>.Create(static (one, other) =>
    {
        var order = one.Time.CompareTo(other.Time);
        order = order != 0 ? order : one.Receipt.CompareTo(other.Receipt);
        return order != 0 ? order : string.CompareOrdinal(one.Json, other.Json);
    });
}
