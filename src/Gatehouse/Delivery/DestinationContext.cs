using Microsoft.Extensions.Logging;

namespace Gatehouse.Delivery;

/// <summary>What a destination is told of its surroundings when it is made.</summary>
public sealed class DestinationContext
{
    /// <summary>What <see cref="Replay"/> says of an instance that sends dead letters again.</summary>
    internal const string DeadLetters = "dead-letters";

    /// <summary>Name of the site whose events it gets.</summary>
    public required string Site { get; init; }

    /// <summary>Its own name, the key below <c>Destinations</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Tells the log from every other one; positions are of this log, those of dead letters perhaps of one before it.</summary>
    public required Guid Log { get; init; }

    /// <summary>What this instance is for besides, <c>dead-letters</c> for instance: events that are sent once more. Null: it gets the events as they come.</summary>
    public string? Replay { get; init; }

    /// <summary>Whether events of this instance may be of several logs, so that a position alone does not tell them apart.</summary>
    internal bool IsOfManyLogs => string.Equals(Replay, DeadLetters, StringComparison.Ordinal);

    /// <summary>A folder of its own for what it has to remember; it is not made yet.</summary>
    public required string Folder { get; init; }

    /// <summary>How long one attempt may take; the token ends it then. Default 10 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Makes loggers. What is logged holds no secrets and no personal data.</summary>
    public required ILoggerFactory Loggers { get; init; }
}
