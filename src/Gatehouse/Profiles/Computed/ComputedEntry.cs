using System.Text.Json;

namespace Gatehouse.Profiles.Computed;

/// <summary>A computed trait as it is kept.</summary>
/// <param name="Fingerprint">Of the definition that it was computed by.</param>
/// <param name="State">What that definition keeps.</param>
internal readonly record struct ComputedEntry(string Fingerprint, JsonElement State);
