namespace Gatehouse.Profiles.Computed;

/// <summary>A computed trait as it is kept.</summary>
/// <param name="Fingerprint">Of the definition that it was computed by.</param>
/// <param name="State">What that definition keeps: JSON as it is stored. Parsed, it takes several times as much of the hot cache.</param>
internal readonly record struct ComputedEntry(string Fingerprint, ReadOnlyMemory<byte> State);
