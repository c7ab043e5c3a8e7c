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

    /// <summary>How many entries the body has, as far as it was read: 0 or 1 when it is no batch.</summary>
    public int Entries { get; set; }

    /// <summary>Where the batch's shared <c>context</c> stands. Null: there is none.</summary>
    public Range? Context { get; set; }

    /// <summary>Where the batch's shared <c>integrations</c> stand. Null: there are none.</summary>
    public Range? Integrations { get; set; }

    /// <summary>Where the batch's <c>sentAt</c> stands. Null: there is none.</summary>
    public Range? SentAt { get; set; }

    /// <summary>Where the value of the event's, or the batch's frame's, <c>writeKey</c> stands. Null: there is none.</summary>
    public Range? WriteKey { get; set; }

    /// <summary>What the batch's shared <c>context</c> says in <c>direct</c>. Null: nothing.</summary>
    public bool? SharesDirect { get; set; }

    /// <summary>Whether each event says, by <c>context.direct</c>, that the request comes from the visitor's own machine.</summary>
    public bool IsDirect => Events.Count > 0 && Events.TrueForAll(one => one.Event.IsDirect ?? SharesDirect ?? false);

    /// <summary>Whether the batch has anything that belongs into each of its events.</summary>
    public bool HasShared => Context is not null || Integrations is not null || SentAt is not null;

    /// <summary>Whether the body's <c>writeKey</c> is the key.</summary>
    public bool ShowsKey(ReadOnlySpan<byte> json, Collectors.WriteKey key)
    {
        if (WriteKey is not { } range)
        {
            return false;
        }

        // No key needs an escape.
        return json[range] is [(byte)'"', .. var text, (byte)'"'] && key.Is(text);
    }
}
