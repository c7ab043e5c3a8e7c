namespace Gatehouse.Profiles.Computed;

/// <summary>Numbers of one stretch of time.</summary>
/// <param name="Index">Which stretch: time divided by the width; 0 when there is no window.</param>
/// <param name="Count">How many.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="Least">The least.</param>
/// <param name="Greatest">The greatest.</param>
internal readonly record struct NumberBucket(long Index, long Count, double Sum, double Least, double Greatest)
{
    /// <summary>Both together, in the place of this one. A sum stays at the greatest number there is.</summary>
    public NumberBucket With(NumberBucket other) => new(
        Index,
        Count + other.Count,
        Math.Clamp(Sum + other.Sum, double.MinValue, double.MaxValue),
        Math.Min(Least, other.Least),
        Math.Max(Greatest, other.Greatest));
}
