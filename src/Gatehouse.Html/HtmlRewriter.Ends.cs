using System.Numerics;
using Gatehouse.Html.Rewriting;

namespace Gatehouse.Html;

/// <content>What waits for the end of elements: content, handlers, and that what is in them is over.</content>
public sealed partial class HtmlRewriter
{
    internal ElementEnd RentEnd()
    {
        _endsInUse++;
        if (_freeEnds.TryPop(out var free))
        {
            return free;
        }

        var end = new ElementEnd(_matches.Length, _ends.Count);
        _ends.Add(end);
        return end;
    }

    /// <summary>Gives the element that was opened last what waits for its end.</summary>
    private void Attach(ElementEnd? end)
    {
        if (_program.HasInnerHandlers && (HasAny(_program.Texts.Mask) || HasAny(_program.Comments.Mask)))
        {
            end ??= RentEnd();
            end.HasInnerHandlers = true;
            _matches.CopyTo(end.Matches.AsSpan());
            Activate(end, 1);
        }

        if (end is not null)
        {
            _open.SetRecord(end.Index);
            _heldByEnds += end.Length;
            if (end.Length > 0)
            {
                CheckMemory();
            }
        }
    }

    /// <summary>What is in an element is over.</summary>
    private void LeaveElement(ElementEnd end, ReadOnlySpan<byte> window)
    {
        if (end.HasInnerHandlers)
        {
            Activate(end, -1);
        }

        if (end.RemovesContent)
        {
            Flush(window, _unitStart);
            _removed--;
        }
    }

    private void Activate(ElementEnd end, int by)
    {
        _textHandlers += Count(end.Matches, _program.Texts.Mask, _activeTexts, by);
        _commentHandlers += Count(end.Matches, _program.Comments.Mask, _activeComments, by);
        _tokenizer.WholeComments = _commentHandlers > 0;
    }

    private static int Count(ulong[] matches, ulong[] mask, int[] active, int by)
    {
        var sum = 0;
        for (var word = 0; word < mask.Length; word++)
        {
            for (var bits = matches[word] & mask[word]; bits != 0; bits &= bits - 1)
            {
                active[(64 * word) + BitOperations.TrailingZeroCount(bits)] += by;
                sum += by;
            }
        }

        return sum;
    }

    private void Free(ElementEnd end)
    {
        _heldByEnds -= end.Length;
        end.Clear();
        _freeEnds.Push(end);
        _endsInUse--;
        _mayStop = true;
    }
}
