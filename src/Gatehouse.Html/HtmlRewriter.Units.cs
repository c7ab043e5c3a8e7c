using Gatehouse.Html.Encodings;
using Gatehouse.Html.Rewriting;
using Gatehouse.Html.Tokenizing;

namespace Gatehouse.Html;

/// <content>From tokens to units: what handlers wait for, and the text between.</content>
public sealed partial class HtmlRewriter
{
    private UnitKind _unit;
    private int _unitStart;
    private int _unitEnd;
    private int _runStart;
    private bool _isStarted;
    private bool _isInTextNode;
    private bool _hasToken;
    private bool _isFinished;
    private bool _mayStop;
    private bool _isRefused;

    /// <summary>Reads on to the next token that a handler waits for.</summary>
    private UnitKind NextUnit(ReadOnlySpan<byte> window)
    {
        if (!_isStarted && !TryStart(window))
        {
            return UnitKind.None;
        }

        while (true)
        {
            if (_mayStop && CanStop())
            {
                _at = window.Length;
                _state = State.Copying;
                _mayStop = false;
            }

            if (_hasToken || IsHeadDue)
            {
                if (NextWaiting(window) is var waited and not UnitKind.None)
                {
                    return waited;
                }

                continue;
            }

            if (_at >= _stop || _isFinished)
            {
                return EndOfWindow(window);
            }

            _tokenizer.SkipsText = _textHandlers == 0 && !_seeksHead;
            var isToken = _tokenizer.Read(window[_at..], _isLast, out var token);
            _at += _tokenizer.Skipped;
            if (!isToken)
            {
                return EndOfWindow(window);
            }

            if (token.Kind == TokenKind.Text)
            {
                if (!_seeksHead || !HeadSeeker.SeesText(_open))
                {
                    TakeText(token.Raw.Length);
                }
                else if (!TakeTextInHead(token.Raw, window))
                {
                    return EndOfWindow(window);
                }
            }
            else if (_isInTextNode || _seeksHead)
            {
                _hasToken = true;
            }
            else if (Take(token, window) is var unit and not UnitKind.None)
            {
                return unit;
            }
        }
    }

    /// <summary>A byte order mark has the last word on the encoding, and is no text.</summary>
    private bool TryStart(ReadOnlySpan<byte> window)
    {
        if (!_isLast && ByteOrderMark.IsUndecided(window))
        {
            return false;
        }

        _isStarted = true;
        var marked = ByteOrderMark.Find(window, out var length);
        if (marked == DocumentEncoding.Utf8.Name)
        {
            _at = length;
            _writer.Encoding = DocumentEncoding.Utf8;
            _matcher.Text.Reset(null);
            _seeker?.Settle(marked);
        }
        else if (marked is not null || _isRefused)
        {
            _seeker?.Finish(HeadOutcome.UnsupportedEncoding);
            throw new HtmlRewriterException(
                HtmlTrouble.UnsupportedEncoding, "The document is in an encoding in which ASCII is not ASCII, such as UTF-16. Convert it to UTF-8 before.");
        }

        return true;
    }

    /// <summary>A token has waited for the end of the text before it, or for what belongs into the head before it.</summary>
    private UnitKind NextWaiting(ReadOnlySpan<byte> window)
    {
        if (_isInTextNode)
        {
            return EndText(window, _at);
        }

        if (IsHeadDue)
        {
            return ShowHead();
        }

        var token = _tokenizer.Again(window[_at..]);
        if (_seeksHead && LookForHead(token, window))
        {
            return UnitKind.None;
        }

        _hasToken = false;
        return Take(token, window);
    }

    private UnitKind Take(in Token token, ReadOnlySpan<byte> window)
    {
        _unitStart = _at;
        _unitEnd = _at + token.Raw.Length;
        switch (token.Kind)
        {
            case TokenKind.StartTag:
                return TakeStartTag(token, window);

            case TokenKind.EndTag:
                return TakeEndTag(token, window);

            case TokenKind.Comment when _commentHandlers > 0:
                _comment.Begin(token.Value);
                return UnitKind.Comment;

            case TokenKind.Doctype:
                return TakeDoctype(token);

            case TokenKind.Dropped when _isLast && !token.Raw.SequenceEqual("</>"u8):
                // A tag that is cut off: what comes at the end must not become a part of it.
                return ReachEnd(window);

            default:
                _at = _unitEnd;
                return UnitKind.None;
        }
    }

    private UnitKind ReachEnd(ReadOnlySpan<byte> window)
    {
        if (EndHead(window))
        {
            return ShowHead();
        }

        _isFinished = true;
        _unitStart = _unitEnd = _at;
        _open.CloseAll();
        CloseElements(window);
        if (_program.Ends.Length == 0)
        {
            _at = window.Length;
            return UnitKind.None;
        }

        _end.Show();
        return UnitKind.End;
    }

    private UnitKind TakeDoctype(in Token token)
    {
        if (_open.Count == 0)
        {
            _open.IsQuirky = QuirksMode.IsAskedForBy(token.Raw);
        }

        if (_program.Doctypes.Length == 0)
        {
            _at = _unitEnd;
            return UnitKind.None;
        }

        _doctype.Begin(token.Raw);
        return UnitKind.Doctype;
    }

    private void FinishUnit(ReadOnlySpan<byte> window)
    {
        _made.Rewind();
        switch (_unit)
        {
            case UnitKind.Element:
                FinishElement(window);
                break;
            case UnitKind.EndTag:
                FinishEndTag(window);
                break;
            case UnitKind.Text:
                FinishText(window);
                break;
            case UnitKind.Comment:
                if (_comment.IsChanged)
                {
                    _comment.WriteChanged(ref _made);
                }

                Put(window, _comment.Around, _comment.IsChanged);
                _comment.Hide();
                _at = _unitEnd;
                break;
            case UnitKind.Doctype:
                Put(window, _doctype.Around, isChanged: false);
                _doctype.Hide();
                _at = _unitEnd;
                break;
            case UnitKind.Head:
                FinishHead(window);
                break;
            default:
                Put(window, _end.Around, isChanged: false);
                _end.Hide();
                _at = window.Length;
                break;
        }

        _unit = UnitKind.None;
        _mayStop = true;
    }

    /// <summary>Writes a unit with what handlers put around it: its bytes, what was made of it, or what replaces it.</summary>
    private void Put(ReadOnlySpan<byte> window, Surroundings around, bool isChanged)
    {
        if (around.IsUntouched && !isChanged)
        {
            return;
        }

        Flush(window, _unitStart);
        if (_removed == 0)
        {
            Send(around.Before.Span);
            Send(around.IsRemoved ? around.Replacement.Span : isChanged ? _made.Span : window[_unitStart.._unitEnd]);
            Send(around.After.Span);
        }

        _sent = _unitEnd;
    }

    /// <summary>Whether nothing that may still come can be changed.</summary>
    private bool CanStop() =>
        _endsInUse == 0
        && !_seeksHead
        && _removed == 0
        && !_hasToken
        && _textHandlers == 0
        && _commentHandlers == 0
        && !_isLast
        && _program.Doctypes.Length == 0
        && (!_matcher.CanMatch
            || (_program.IsHeadOnly && _open.IsHeadOver)
            || (_program.IsOnceOnly && _spent.AsSpan().SequenceEqual(_program.Once)));
}
