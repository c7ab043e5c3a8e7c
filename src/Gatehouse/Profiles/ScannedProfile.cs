namespace Gatehouse.Profiles;

/// <summary>A profile that was found by looking at all.</summary>
/// <param name="Place">Its place in the order in which they are looked at.</param>
/// <param name="Key">Whose.</param>
/// <param name="Value">The stored value.</param>
internal readonly record struct ScannedProfile(long Place, ProfileKey Key, ReadOnlyMemory<byte> Value);
