using System.Numerics;
using Gatehouse.Html.Rewriting;
using Gatehouse.Html.Simulation;
using Gatehouse.Html.Tokenizing;

namespace Gatehouse.Html;

/// <content>Elements: where they begin and end, and what waits for their end.</content>
public sealed partial class HtmlRewriter
{
    private readonly ulong[] _matches;
    private readonly ulong[] _spent;
    private readonly List<ElementEnd> _ends = [];
    private readonly Stack<ElementEnd> _freeEnds = [];
    private ElementEnd? _ending;
    private long _heldByEnds;
    private int _endsInUse;
    private int _removed;

    private UnitKind TakeStartTag(in Token token, ReadOnlySpan<byte> window)
    {
        _open.Open(token, _tokenizer);
        if (_open.Left > 0)
        {
            CloseElements(window);
        }

        _mayStop |= _program.IsHeadOnly;
        if (_program.Options.IsStrict && _open.IsAmbiguous)
        {
            throw new HtmlRewriterException(
                HtmlTrouble.Ambiguous, $"No stream can know whether what follows the tag '{_writer.Encoding.Decode(token.Value)}' is text.");
        }

        if (_seeksHead)
        {
            CheckHeadIsCertain(window);
        }

        if (!_open.IsElement)
        {
            _at = _unitEnd;
            return UnitKind.None;
        }

        var isMatched = _matcher.OpenElement(token, _open.Name, _open.Space, _open.HasContent, _matches);
        if (_open.Count > FreeEntries)
        {
            CheckMemory();
        }

        if (isMatched && _program.HasOnce)
        {
            isMatched = SpendOnce();
        }

        if (isMatched && HasAny(_program.Elements.Mask))
        {
            _element.Begin(token, _open, _matcher.AttributesRead);
            return UnitKind.Element;
        }

        if (isMatched && _open.HasContent)
        {
            Attach(null);
        }

        _at = _unitEnd;
        return UnitKind.None;
    }

    private UnitKind TakeEndTag(in Token token, ReadOnlySpan<byte> window)
    {
        _open.Close(token, _tokenizer);
        if (_open.Left > 0 || _open.EndedByTag >= 0)
        {
            CloseElements(window);
            if (_open.EndedByTag >= 0)
            {
                _ending = _ends[_open.EndedByTag];
                LeaveElement(_ending, window);
                if (_ending.Handlers.Count > 0)
                {
                    _endTag.Begin(token.Value, _ending);
                    return UnitKind.EndTag;
                }

                if (!_ending.IsPlain)
                {
                    _endTag.Begin(token.Value, _ending);
                    _made.Rewind();
                    FinishEndTag(window);
                    return UnitKind.None;
                }

                Free(_ending);
            }
        }

        _at = _unitEnd;
        return UnitKind.None;
    }

    private void FinishElement(ReadOnlySpan<byte> window)
    {
        if (_element.IsChanged && !_element.Around.IsRemoved)
        {
            _element.WriteChanged(ref _made);
        }

        Put(window, _element.Around, _element.IsChanged);
        if (_element.CanHaveContent)
        {
            Attach(_element.EndOrNull);
            if (_element.EndOrNull is { RemovesContent: true })
            {
                Flush(window, _unitEnd);
                _removed++;
            }
        }

        _element.Hide();
        _at = _unitEnd;
    }

    private void FinishEndTag(ReadOnlySpan<byte> window)
    {
        var isChanged = _endTag.NewName is not null;
        if (isChanged)
        {
            WriteEndTag(_endTag.NewName!);
        }

        Put(window, _endTag.Around, isChanged);
        _endTag.Hide();
        Free(_ending!);
        _ending = null;
        _at = _unitEnd;
    }

    /// <summary>Elements end before the token that is read, without a tag of their own.</summary>
    private void CloseElements(ReadOnlySpan<byte> window)
    {
        for (var i = _program.Selectors.NeedsTree ? _open.Left : 0; i > 0; i--)
        {
            _matcher.CloseElement();
        }

        foreach (var record in _open.Ended)
        {
            var end = _ends[record];
            LeaveElement(end, window);
            if (!end.IsPlain && _removed == 0)
            {
                Flush(window, _unitStart);
                Send(end.Append.Span);
                if (end.Name is not null && !end.IsTagRemoved)
                {
                    _made.Rewind();
                    WriteEndTag(end.Name);
                    Send(_made.Span);
                }

                Send(end.After.Span);
            }

            Free(end);
        }
    }

    private void WriteEndTag(string name)
    {
        _made.Append("</"u8);
        _writer.Encoding.Encode(name, ref _made);
        _made.Append(">"u8);
    }

    /// <summary>Leaves out what has been matched before, and notes what must not be again.</summary>
    /// <returns>Whether any match is left.</returns>
    private bool SpendOnce()
    {
        var any = 0UL;
        for (var word = 0; word < _matches.Length; word++)
        {
            _matches[word] &= ~_spent[word];
            _spent[word] |= _matches[word] & _program.Once[word];
            any |= _matches[word];
        }

        return any != 0;
    }

    private bool HasAny(ulong[] mask)
    {
        for (var word = 0; word < mask.Length; word++)
        {
            if ((_matches[word] & mask[word]) != 0)
            {
                return true;
            }
        }

        return false;
    }
}
