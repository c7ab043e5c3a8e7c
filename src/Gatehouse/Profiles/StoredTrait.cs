using System.Runtime.InteropServices;
using System.Text.Json;

namespace Gatehouse.Profiles;

/// <summary>One trait as it is kept.</summary>
/// <param name="Value">Its value as it came.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="Time">The sender's time stamp, or the receipt when it gave none; see <see cref="ProfileTime"/>.</param>
/// <param name="Receipt">When it came.</param>
internal readonly record struct StoredTrait(JsonElement Value, TraitSource Source, long Time, long Receipt)
{
    /// <summary>The total order of rule 1: the greater one wins.</summary>
    public static Comparer<StoredTrait> ByAge { get; } = Comparer<StoredTrait>.Create(static (one, other) =>
    {
        var order = one.Time.CompareTo(other.Time);
        order = order != 0 ? order : one.Receipt.CompareTo(other.Receipt);
        order = order != 0 ? order : one.Source.CompareTo(other.Source);
        return order != 0 ? order : JsonMarshal.GetRawUtf8Value(one.Value).SequenceCompareTo(JsonMarshal.GetRawUtf8Value(other.Value));
    });
}
