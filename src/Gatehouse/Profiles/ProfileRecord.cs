using System.Collections.ObjectModel;

namespace Gatehouse.Profiles;

/// <summary>Everything that is kept of a visitor. Immutable; the members are those of <c>docs/formats/profile.md</c>.</summary>
internal sealed record ProfileRecord
{
    /// <summary>A visitor of whom nothing is kept.</summary>
    public static ProfileRecord Empty { get; } = new();

    /// <summary>Pushed and computed traits by name.</summary>
    public IReadOnlyDictionary<string, StoredTrait> Traits { get; init; } = ReadOnlyDictionary<string, StoredTrait>.Empty;

    /// <summary>The profile API's last answer. Null: never pulled.</summary>
    public PullRecord? Pull { get; init; }

    /// <summary>What is stamped at or before this time is refused. Null: never forgotten.</summary>
    public long? Forgotten { get; init; }

    /// <summary>Fingerprints of the last messages, oldest first.</summary>
    public IReadOnlyList<UInt128> Messages { get; init; } = [];

    /// <summary>The last applied position of each log, by the log's id.</summary>
    public IReadOnlyDictionary<string, long> Positions { get; init; } = ReadOnlyDictionary<string, long>.Empty;

    /// <summary>Whether there is an answer to the question who this is: a trait, a pull, or the order to forget.</summary>
    public bool IsKnown => Traits.Count > 0 || Pull is not null || Forgotten is not null;

    /// <summary>Whether the visitor was forgotten and nothing has come since.</summary>
    public bool IsForgotten => Forgotten is not null && Traits.Count == 0 && Pull is null;
}
