using Gatehouse.Diagnostics;
using Gatehouse.Events;
using Gatehouse.Profiles.Audiences;

namespace Gatehouse.Profiles.Projection;

/// <summary>Which profiles a projection changes, and how: the live ones, or those that a rebuild makes beside them.</summary>
internal sealed record ProjectionSide
{
    /// <summary>The profiles.</summary>
    public required ProfileRecords Records { get; init; }

    /// <summary>Id of the log.</summary>
    public required string Log { get; init; }

    /// <summary>The definitions that a profile of a site follows.</summary>
    public required Func<string, ProfileRecord, ProfileDefinitions> Definitions { get; init; }

    /// <summary>Whether an event is of an erased visitor. Asked when nobody else can change the visitor's profile. Default: of none.</summary>
    public Func<LogRecord, bool> IsErased { get; init; } = static _ => false;

    /// <summary>Makes a profile ready that was read: the same record, or one that takes its place. Default: as it was read.</summary>
    public Func<ProfileKey, StoredProfile, ValueTask<(StoreOutcome Outcome, ProfileRecord Record)>> Prepare { get; init; } = static (_, stored) => new((StoreOutcome.Done, stored.Record));

    /// <summary>At which time audiences are judged of profiles that are made ready; see <see cref="ProfileTime"/>. Null: they are not.</summary>
    public Func<string, long?> PreparedAt { get; init; } = static _ => null;

    /// <summary>Takes the events of audiences. Null: none are made.</summary>
    public AudienceEvents? AudienceEvents { get; init; }

    /// <summary>Counts. Null: nothing is counted.</summary>
    public EdgeMetrics? Metrics { get; init; }
}
