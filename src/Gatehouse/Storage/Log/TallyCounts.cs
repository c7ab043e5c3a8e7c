namespace Gatehouse.Storage.Log;

/// <summary>A tally's JSON object. The names are part of the format.</summary>
internal sealed class TallyCounts
{
    /// <summary>Events that were sent.</summary>
    public required long Received { get; init; }

    /// <summary>Those that are records of the same commit.</summary>
    public required long Stored { get; init; }

    /// <summary>Those that were there already.</summary>
    public required long Duplicates { get; init; }

    /// <summary>Those that were given up.</summary>
    public required long Shed { get; init; }

    /// <summary>Those that were refused, by the reason's code.</summary>
    public required IReadOnlyDictionary<string, long> Refused { get; init; }
}
