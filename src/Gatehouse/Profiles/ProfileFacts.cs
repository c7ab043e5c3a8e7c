using System.Runtime.InteropServices;
using Gatehouse.Conditions;
using Gatehouse.Sites;

namespace Gatehouse.Profiles;

/// <summary>A profile as conditions ask it: it has traits only.</summary>
/// <param name="profile">The profile.</param>
internal readonly struct ProfileFacts(Profile profile) : IFacts
{
    /// <inheritdoc/>
    public ReadOnlySpan<byte> Find(ConditionSubject subject, FactPath path)
    {
        foreach (var step in subject == ConditionSubject.Trait ? path.Steps : [])
        {
            if (profile.Traits.TryGetValue(step.Name, out var trait))
            {
                var json = JsonMarshal.GetRawUtf8Value(trait);
                json = step.Rest is { } rest ? FactJson.Find(json, rest) : json;
                if (!json.IsEmpty)
                {
                    return json;
                }
            }
        }

        return default;
    }
}
