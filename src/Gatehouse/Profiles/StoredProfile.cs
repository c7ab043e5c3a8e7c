namespace Gatehouse.Profiles;

/// <summary>A record with the version under which the store has it.</summary>
/// <param name="version">0: the store has none.</param>
/// <param name="record">What is kept.</param>
internal sealed class StoredProfile(long version, ProfileRecord record)
{
    private ProfileView? _view;
    private bool? _isKnown;

    /// <summary>No record.</summary>
    public static StoredProfile None { get; } = new(0, ProfileRecord.Empty);

    /// <summary>Stands for a profile that is not kept in memory: whoever wants it reads the store.</summary>
    public static StoredProfile NotKept(long version) => new(version, ProfileRecord.Empty) { IsKept = false };

    /// <summary>Whether <see cref="Record"/> is the profile's.</summary>
    public bool IsKept { get; private init; } = true;

    /// <summary>Version in the store.</summary>
    public long Version { get; } = version;

    /// <summary>What is kept.</summary>
    public ProfileRecord Record { get; } = record;

    /// <summary>Whether there is an answer of the vendor to the question who this is. Found out at the first call.</summary>
    public bool IsKnown => _isKnown ??= Record.IsKnown;

    /// <summary>The profile as a rule sees it. Made at the first call, and again when time or definitions have changed it.</summary>
    /// <param name="definitions">What the site computes.</param>
    /// <param name="now">The time of the question; see <see cref="ProfileTime"/>.</param>
    public Profile ViewOf(ProfileDefinitions definitions, long now)
    {
        if (_view is { } view && ReferenceEquals(view.Definitions, definitions) && now < view.Until)
        {
            return view.Profile;
        }

        var profile = definitions.ViewOf(Record, now, out var until);
        _view = new(definitions, profile, until ?? long.MaxValue);
        return profile;
    }
}
