using Gatehouse.Html.Rewriting;

namespace Gatehouse.Html;

/// <content>Text between two tokens that are none, in chunks; and where a window ends in it.</content>
public sealed partial class HtmlRewriter
{
    private void TakeText(int length)
    {
        if (_textHandlers > 0)
        {
            _isInTextNode = true;
            _runStart = _runStart < 0 ? _at : _runStart;
        }

        _at += length;
    }

    /// <summary>The next chunk of a text that ends here: what has come of it, then the empty last one.</summary>
    private UnitKind EndText(ReadOnlySpan<byte> window, int end)
    {
        var isLast = _runStart < 0;
        _unitStart = isLast ? end : _runStart;
        _unitEnd = end;
        _text.Begin(window[_unitStart..end], isLast);
        return UnitKind.Text;
    }

    private UnitKind EndOfWindow(ReadOnlySpan<byte> window)
    {
        if (_runStart >= 0)
        {
            // A character that is not whole waits for the rest of it, unless something else has begun behind it.
            _at -= _isLast || _at < window.Length ? 0 : _writer.Encoding.IncompleteLength(window[_runStart.._at]);
            if (_at > _runStart)
            {
                return EndText(window, _at);
            }

            _runStart = -1;
        }

        if (!_isLast || _isFinished)
        {
            return UnitKind.None;
        }

        return _isInTextNode ? EndText(window, _at) : ReachEnd(window);
    }

    private void FinishText(ReadOnlySpan<byte> window)
    {
        Put(window, _text.Around, isChanged: false);
        _isInTextNode = !_text.IsLastInNode;
        _text.Hide();
        _runStart = -1;
    }
}
