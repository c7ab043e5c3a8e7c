using System.Numerics;
using Gatehouse.Html.Rewriting;

namespace Gatehouse.Html;

/// <content>Which handlers a unit is shown to.</content>
public sealed partial class HtmlRewriter
{
    private readonly int[] _activeTexts;
    private readonly int[] _activeComments;
    private int _textHandlers;
    private int _commentHandlers;

    private void BeginUnits()
    {
        _isStarted = _isInTextNode = _hasToken = _isFinished = _isLast = _isCalling = false;
        _mayStop = true;
        Array.Clear(_spent);
        _unit = UnitKind.None;
        _textHandlers = _program.Texts.Document.Length;
        _commentHandlers = _program.Comments.Document.Length;
        _tokenizer.WholeComments = _commentHandlers > 0;
    }

    private void ReleaseUnits()
    {
        foreach (HtmlUnit unit in (ReadOnlySpan<HtmlUnit>)[_element, _endTag, _text, _comment, _doctype, _head, _end])
        {
            unit.Release();
        }

        if (_endsInUse > 0)
        {
            foreach (var end in _ends)
            {
                end.Clear();
            }

            _freeEnds.Clear();
            _ends.ForEach(_freeEnds.Push);
            _endsInUse = 0;
        }

        _ending = null;
        _heldByEnds = 0;
        _removed = 0;
        Array.Clear(_activeTexts);
        Array.Clear(_activeComments);
    }

    private void CallHandlers()
    {
        switch (_unit)
        {
            case UnitKind.Element:
                CallMatched(_program.Elements);
                break;
            case UnitKind.EndTag:
                foreach (var handler in _ending!.Handlers)
                {
                    handler.Call(_endTag);
                }

                break;
            case UnitKind.Text:
                CallActive(_program.Texts, _activeTexts, _text);
                break;
            case UnitKind.Comment:
                CallActive(_program.Comments, _activeComments, _comment);
                break;
            case UnitKind.Doctype:
                Call(_program.Doctypes, _doctype);
                break;
            case UnitKind.Head:
                Call(_place == HeadPlaces.Start ? _program.HeadStarts : _program.HeadEnds, _head);
                break;
            default:
                Call(_program.Ends, _end);
                break;
        }
    }

    private void CallMatched(HandlerTable<HtmlElement> table)
    {
        for (var word = 0; word < _matches.Length; word++)
        {
            for (var bits = _matches[word] & table.Mask[word]; bits != 0; bits &= bits - 1)
            {
                Call(table.BySelector[(64 * word) + BitOperations.TrailingZeroCount(bits)], _element);
            }
        }
    }

    private static void CallActive<T>(HandlerTable<T> table, int[] active, T unit)
    {
        for (var i = 0; i < active.Length; i++)
        {
            if (active[i] > 0)
            {
                Call(table.BySelector[i], unit);
            }
        }

        Call(table.Document, unit);
    }

    private static void Call<T>(Handler<T>[] handlers, T unit)
    {
        foreach (var handler in handlers)
        {
            handler.Call(unit);
        }
    }
}
