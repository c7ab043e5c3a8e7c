using System.Buffers;
using Gatehouse.Html.Encodings;
using Gatehouse.Html.Simulation;
using Gatehouse.Html.Tokenizing;

namespace Gatehouse.Html;

/// <content>The way of the bytes through the tail to the place.</content>
public sealed partial class HeadInjector
{
    private const int SmallestPiece = 256;

    /// <summary>
    /// Completes the token that the last chunk ended in. Only as much of the chunk is copied behind the tail as that
    /// takes, give or take a factor of two; what is left of the chunk is returned and read where it lies.
    /// </summary>
    private ReadOnlySpan<byte> WriteThroughTail(ReadOnlySpan<byte> chunk, IBufferWriter<byte> output)
    {
        while (_tail.Length > 0 && !chunk.IsEmpty)
        {
            var kept = _tail.Length;
            var piece = Math.Min(chunk.Length, Math.Max(kept, SmallestPiece));
            piece = Math.Min(piece, _options.MaxTail - BytesHeld);
            if (piece <= 0)
            {
                Finish(HeadOutcome.TooLong, default, _tail.Span, output);
                _tail.Clear();
                output.Write(chunk);
                return default;
            }

            _tail.Append(chunk[..piece]);
            var used = Consume(_tail.Span, kept, output);
            if (IsPassThrough)
            {
                _tail.Clear();
                output.Write(chunk[piece..]);
                return default;
            }

            if (used >= kept)
            {
                _tail.Clear();
                chunk = chunk[(used - kept)..];
            }
            else
            {
                _tail.RemoveFirst(used);
                chunk = chunk[piece..];
            }
        }

        return chunk;
    }

    private void Hold(ReadOnlySpan<byte> rest, IBufferWriter<byte> output)
    {
        if (IsPassThrough || rest.IsEmpty)
        {
            return;
        }

        if (rest.Length > _options.MaxTail - BytesHeld)
        {
            Finish(HeadOutcome.TooLong, default, rest, output);
            return;
        }

        _tail.Append(rest);
    }

    /// <summary>Reads tokens that begin before <paramref name="stop"/> and writes them, or all, once the place is found.</summary>
    /// <returns>How many bytes are dealt with.</returns>
    private int Consume(ReadOnlySpan<byte> window, int stop, IBufferWriter<byte> output)
    {
        var at = 0;
        if (!_isStarted && !TryStart(window, isLast: false, out at, output))
        {
            return at;
        }

        var sent = 0;
        while (at < stop && _tokenizer.Read(window[at..], isLast: false, out var token))
        {
            var place = at;
            at += token.Raw.Length;
            var marks = Take(token, isWhole: at < window.Length || _isComplete, ref place, out var isUndecided);
            if (isUndecided)
            {
                // Read again from here, with more bytes behind it.
                at = place;
                break;
            }

            if ((marks != HeadMarks.None || _isHolding) && Apply(marks, ref sent, place, at, window, output))
            {
                return window.Length;
            }
        }

        if (_isHolding && _held.Length + at - sent > _options.MaxTail)
        {
            Finish(HeadOutcome.TooLong, default, window[sent..], output);
            return window.Length;
        }

        Pass(window[sent..at], output);
        return at;
    }

    /// <summary>Looks for a byte order mark. False: it cannot be said yet, or all has been said.</summary>
    private bool TryStart(ReadOnlySpan<byte> window, bool isLast, out int markLength, IBufferWriter<byte> output)
    {
        if (!isLast && ByteOrderMark.IsUndecided(window))
        {
            markLength = 0;
            return false;
        }

        _isStarted = true;
        var certain = ByteOrderMark.Find(window, out markLength) ?? _options.Encoding;
        _encoding.Settle(certain);
        if (EncodingEvidence.IsSupported(certain))
        {
            return true;
        }

        markLength = window.Length;
        Finish(HeadOutcome.UnsupportedEncoding, default, window, output);
        return false;
    }

    /// <summary>What the token means; <paramref name="place"/> moves behind white space that belongs before it.</summary>
    private HeadMarks Take(in Token token, bool isWhole, ref int place, out bool isUndecided)
    {
        isUndecided = false;
        if (token.Kind != TokenKind.Text)
        {
            return _head.Take(token, _tokenizer);
        }

        if (_head.IsInsideElement)
        {
            return HeadMarks.None;
        }

        var space = WhiteSpace.Count(token.Raw, isWhole, out isUndecided);
        place += space;
        return isUndecided || space == token.Raw.Length ? HeadMarks.None : _head.TakeCharacters();
    }

    /// <returns>Whether the document is decided and the whole window written.</returns>
    private bool Apply(
        HeadMarks marks, ref int sent, int before, int after, ReadOnlySpan<byte> window, IBufferWriter<byte> output)
    {
        if (marks.HasFlag(HeadMarks.Ambiguous))
        {
            Finish(HeadOutcome.NoPlace, default, window[sent..], output);
            return true;
        }

        var isStart = _options.Position == HeadPosition.Start;
        var opens = (marks & (HeadMarks.OpensBefore | HeadMarks.OpensAfter)) != HeadMarks.None;
        var closes = marks.HasFlag(HeadMarks.ClosesBefore);
        var place = marks.HasFlag(HeadMarks.OpensAfter) ? after : before;
        if (isStart ? opens || _isHolding : closes)
        {
            return Decide(closes, ref sent, _isHolding ? sent : place, window, output);
        }

        if (marks.HasFlag(HeadMarks.Meta))
        {
            TakeMeta(window[before..after]);
        }

        return false;
    }

    private bool Decide(bool closes, ref int sent, int place, ReadOnlySpan<byte> window, IBufferWriter<byte> output)
    {
        if (!_options.LeaveFragments || _head.IsDocument)
        {
            Inject(window[sent..place], window[place..], output);
            return true;
        }

        if (closes)
        {
            Finish(HeadOutcome.Fragment, default, window[sent..], output);
            return true;
        }

        // The place is here if this turns out to be a page.
        Pass(window[sent..place], output);
        sent = place;
        _isHolding = true;
        return false;
    }
}
