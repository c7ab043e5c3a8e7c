using System.Text.Json;

namespace Gatehouse.Profiles;

/// <summary>A record with the version under which the store has it.</summary>
/// <param name="version">0: the store has none.</param>
/// <param name="record">What is kept.</param>
internal sealed class StoredProfile(long version, ProfileRecord record)
{
    private Profile? _profile;
    private bool? _isKnown;

    /// <summary>No record.</summary>
    public static StoredProfile None { get; } = new(0, ProfileRecord.Empty);

    /// <summary>Version in the store.</summary>
    public long Version { get; } = version;

    /// <summary>What is kept.</summary>
    public ProfileRecord Record { get; } = record;

    /// <summary>Whether there is an answer of the vendor to the question who this is. Found out at the first call.</summary>
    public bool IsKnown => _isKnown ??= Record.IsKnown;

    /// <summary>The profile as a rule sees it. Made at the first call.</summary>
    public Profile Profile => _profile ??= Make(Record);

    private static Profile Make(ProfileRecord record)
    {
        var pulled = record.Pull?.Traits ?? [];
        if (pulled.Count == 0 && record.Traits.Count == 0)
        {
            return Profile.Empty;
        }

        var traits = new Dictionary<string, JsonElement>(pulled.Count + record.Traits.Count, StringComparer.Ordinal);
        foreach (var (name, trait) in record.Traits)
        {
            traits.Add(name, trait.Value);
        }

        foreach (var (name, value, time) in pulled)
        {
            // Rule 2: a pulled value wins over a kept one only when it is known to be newer.
            if (!record.Traits.TryGetValue(name, out var kept) || time > kept.Time)
            {
                traits[name] = value;
            }
        }

        return new(traits);
    }
}
