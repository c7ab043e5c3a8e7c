using System.Text;
using Gatehouse.Html.Encodings;
using Gatehouse.Html.Simulation;
using Gatehouse.Html.Tokenizing;

namespace Gatehouse.Html.Rewriting;

/// <summary>
/// Decides where the places in the head are that handlers wait for, and gathers what the document says of itself before them.
/// </summary>
internal sealed class HeadSeeker(HeadPlaces wanted, bool leavesFragments)
{
    private readonly HeadTracker _tracker = new();
    private readonly EncodingEvidence _encoding = new();
    private HeadPlaces _wanted;
    private List<string>? _policies;
    private bool _isTaken;
    private bool _isMeta;
    private bool _isBehind;

    /// <summary>What has become of the places.</summary>
    public HeadOutcome Outcome { get; private set; }

    /// <summary>Places that are here: before the token that is read, or before the text that begins here.</summary>
    public HeadPlaces Due { get; private set; }

    /// <summary>Whether a place is still to come.</summary>
    public bool IsSeeking => _wanted != HeadPlaces.None;

    /// <summary>Whether the start of the head has passed while nothing yet says that this is a page.</summary>
    public bool IsHolding { get; private set; }

    /// <summary>Whether the head's start tag has been seen.</summary>
    public bool IsHeadWritten => _tracker.IsHeadWritten;

    /// <summary>The encoding, as far as it is known; null: nothing declares one.</summary>
    public string? Encoding => _encoding.Name;

    /// <summary>The policies of the head's meta elements so far, decoded, in order.</summary>
    public IReadOnlyList<string> Policies => _policies ?? [];

    public void Reset(string? encoding)
    {
        _tracker.Reset();
        _encoding.Reset();
        _encoding.Settle(encoding);
        _wanted = wanted;
        _policies = null;
        _isTaken = _isMeta = _isBehind = IsHolding = false;
        Due = HeadPlaces.None;
        Outcome = HeadOutcome.Pending;
    }

    /// <summary>Gives memory back.</summary>
    public void Release() => _encoding.Reset();

    /// <summary>Sees the document's bytes as they come: a browser looks for its encoding ahead of the parser.</summary>
    public void Observe(ReadOnlySpan<byte> chunk) => _encoding.Observe(chunk);

    /// <summary>A byte order mark has the last word on the encoding.</summary>
    public void Settle(string encoding) => _encoding.Settle(encoding);

    /// <summary>Looks at the next token, other than text, before it is taken. Once for each, however often it is called.</summary>
    public void Look(in Token token, OpenElements open)
    {
        if (!_isTaken)
        {
            _isTaken = true;
            var marks = _tracker.Take(token, open);
            _isMeta = marks.HasFlag(HeadMarks.Meta);
            Apply(marks);
        }
    }

    /// <summary>The token that was looked at is taken now.</summary>
    public void Pass(in Token token)
    {
        _isTaken = false;
        if (_isBehind)
        {
            _isBehind = false;
            Due = HeadPlaces.Start;
        }

        if (_isMeta)
        {
            TakeMeta(token.Attributes);
        }
    }

    /// <summary>Text begins here that is not white space.</summary>
    public void TakeCharacters() => Apply(_tracker.TakeCharacters());

    /// <summary>Whether text that begins here is looked at.</summary>
    public static bool SeesText(OpenElements open) => !HeadTracker.IsInside(open);

    /// <summary>
    /// The end of the document opens and closes what is left to open and close. What is open and would swallow the content is
    /// another matter.
    /// </summary>
    /// <param name="isCut">Whether it ends in a comment or a doctype.</param>
    /// <param name="open">The elements that are open.</param>
    public void End(bool isCut, OpenElements open)
    {
        if (leavesFragments && !_tracker.IsDocument)
        {
            Finish(HeadOutcome.Fragment);
        }
        else if (isCut || HeadTracker.IsInside(open))
        {
            Finish(HeadOutcome.NoPlace);
        }
        else
        {
            Due = _wanted;
        }
    }

    /// <summary>The handlers of a place have been called.</summary>
    public void Leave(HeadPlaces place)
    {
        _wanted &= ~place;
        Due &= ~place;
        IsHolding = false;
        Outcome = HeadOutcome.Found;
    }

    /// <summary>No place is looked for any more.</summary>
    public void Finish(HeadOutcome outcome)
    {
        _wanted = Due = HeadPlaces.None;
        IsHolding = _isBehind = false;
        Outcome = outcome;
    }

    private void Apply(HeadMarks marks)
    {
        var isPage = !leavesFragments || _tracker.IsDocument;
        var closes = marks.HasFlag(HeadMarks.ClosesBefore);
        if (closes && !isPage)
        {
            Finish(HeadOutcome.Fragment);
            return;
        }

        var opens = (marks & (HeadMarks.OpensBefore | HeadMarks.OpensAfter)) != HeadMarks.None;
        if (_wanted.HasFlag(HeadPlaces.Start) && (opens || IsHolding))
        {
            IsHolding = !isPage || IsHolding;
            _isBehind = isPage && !IsHolding && marks.HasFlag(HeadMarks.OpensAfter);
            Due |= isPage && !_isBehind ? HeadPlaces.Start : HeadPlaces.None;
        }

        Due |= closes ? _wanted & HeadPlaces.End : HeadPlaces.None;
    }

    private void TakeMeta(AttributeEnumerator attributes)
    {
        _encoding.TakeMeta(attributes);
        if (attributes.TryFind("http-equiv"u8, out var pragma)
            && Ascii.EqualsIgnoreCase(CharacterReferences.DecodeAttribute(pragma), "content-security-policy")
            && attributes.TryFind("content"u8, out var policy)
            && !policy.IsEmpty)
        {
            (_policies ??= []).Add(CharacterReferences.DecodeAttribute(policy));
        }
    }
}
