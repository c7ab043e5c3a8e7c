using System.Text.Json;

namespace Gatehouse.Profiles;

/// <summary>One trait of a profile API's answer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Time">When the vendor updated it. Null: the answer does not say.</param>
internal readonly record struct PulledTrait(string Name, JsonElement Value, long? Time);
