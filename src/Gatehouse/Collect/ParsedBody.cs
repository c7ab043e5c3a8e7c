namespace Gatehouse.Collect;

/// <summary>What stands in a body.</summary>
internal sealed class ParsedBody
{
    /// <summary>Why nothing of the body is taken. Null: look at the events.</summary>
    public Refusal? Refusal { get; set; }

    /// <summary>The events that passed, each with its place in the batch.</summary>
    public List<(int Index, ParsedEvent Event)> Events { get; } = [];

    /// <summary>The entries of a batch that did not pass.</summary>
    public List<(int Index, Refusal Refusal)> Refused { get; } = [];

    /// <summary>Where the batch's shared <c>context</c> stands. Null: there is none.</summary>
    public Range? Context { get; set; }

    /// <summary>Where the batch's shared <c>integrations</c> stand. Null: there are none.</summary>
    public Range? Integrations { get; set; }

    /// <summary>Where the batch's <c>sentAt</c> stands. Null: there is none.</summary>
    public Range? SentAt { get; set; }

    /// <summary>Whether the batch has anything that belongs into each of its events.</summary>
    public bool HasShared => Context is not null || Integrations is not null || SentAt is not null;
}
