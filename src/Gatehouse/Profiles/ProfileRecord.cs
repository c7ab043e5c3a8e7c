using System.Collections.ObjectModel;
using Gatehouse.Profiles.Audiences;
using Gatehouse.Profiles.Computed;

namespace Gatehouse.Profiles;

/// <summary>Everything that is kept of a visitor. Immutable; the members are those of <c>docs/formats/profile.md</c>.</summary>
internal sealed record ProfileRecord
{
    /// <summary>The most anonymous ids that a user's profile remembers; the oldest gives way.</summary>
    public const int MostJoined = 64;

    /// <summary>A visitor of whom nothing is kept.</summary>
    public static ProfileRecord Empty { get; } = new();

    /// <summary>Traits by name, those of the profile API apart.</summary>
    public IReadOnlyDictionary<string, StoredTrait> Traits { get; init; } = ReadOnlyDictionary<string, StoredTrait>.Empty;

    /// <summary>The profile API's last answer. Null: never pulled.</summary>
    public PullRecord? Pull { get; init; }

    /// <summary>What is stamped at or before this time is refused. Null: never forgotten.</summary>
    public long? Forgotten { get; init; }

    /// <summary>Fingerprints of the last messages, oldest first.</summary>
    public IReadOnlyList<UInt128> Messages { get; init; } = [];

    /// <summary>The last applied position of each log, by the log's id.</summary>
    public IReadOnlyDictionary<string, long> Positions { get; init; } = ReadOnlyDictionary<string, long>.Empty;

    /// <summary>When the newest event was received; see <see cref="ProfileTime"/>. Null: no event has changed it.</summary>
    public long? Seen { get; init; }

    /// <summary>Of a user: the anonymous ids that joined, the newest last, with the generation that was taken over of each.</summary>
    public IReadOnlyList<JoinedId> Joined { get; init; } = [];

    /// <summary>Of an anonymous visitor: the user id that it joined. Null: none yet.</summary>
    public string? Claimed { get; init; }

    /// <summary>Of an anonymous visitor: the number of the content that it holds now; grows with each move.</summary>
    public long Generation { get; init; }

    /// <summary>Of an anonymous visitor: content on its way to the user. Null: none.</summary>
    public OutgoingContent? Outgoing { get; init; }

    /// <summary>What is kept of computed traits, by name.</summary>
    public IReadOnlyDictionary<string, ComputedEntry> Computed { get; init; } = ReadOnlyDictionary<string, ComputedEntry>.Empty;

    /// <summary>Audiences that the visitor is in or was in, by name.</summary>
    public IReadOnlyDictionary<string, AudienceState> Audiences { get; init; } = ReadOnlyDictionary<string, AudienceState>.Empty;

    /// <summary>The last changes of audiences, the newest last.</summary>
    public IReadOnlyList<AudienceChange> Changes { get; init; } = [];

    /// <summary>Id of the rebuild that has swapped this profile last. Null: none ever.</summary>
    public string? Rebuilt { get; init; }

    /// <summary>Whether there is an answer of the vendor to the question who this is: a pushed trait, a pull, or the order to forget.</summary>
    public bool IsKnown => Pull is not null || Forgotten is not null || Traits.Values.Any(static trait => trait.Source == TraitSource.Push);

    /// <summary>When it was changed last: by an event, a push, a pull, or the order to forget.</summary>
    public long ChangedAt => Math.Max(
        Math.Max(Seen ?? long.MinValue, Pull?.At ?? long.MinValue),
        Math.Max(Forgotten ?? long.MinValue, Traits.Count == 0 ? long.MinValue : Traits.Values.Max(static trait => trait.Receipt)));

    /// <summary>Whether the visitor was forgotten and nothing has come since.</summary>
    public bool IsForgotten => Forgotten is not null && Traits.Count == 0 && Pull is null;
}
