using System.Numerics;
using Gatehouse.Html.Rewriting;

namespace Gatehouse.Html;

/// <content>
/// The same road with handlers that are awaited. The two loops are the only thing that is written twice: what is between
/// two handlers is the same code.
/// </content>
public sealed partial class HtmlRewriter
{
    /// <summary>Takes the next bytes of the document, awaits their handlers, and writes what is decided.</summary>
    /// <param name="chunk">Any number of bytes, cut anywhere. They must not change until the task has ended.</param>
    /// <exception cref="HtmlRewriterException">The document cannot be rewritten to its end.</exception>
    /// <exception cref="InvalidOperationException">The document has ended, or died of an earlier error.</exception>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> chunk)
    {
        if (_program.IsAsync && MayWrite())
        {
            return WriteAwaited(chunk);
        }

        WriteNow(chunk.Span);
        return default;
    }

    /// <summary>Ends the document, awaits the last handlers, and writes what is left.</summary>
    /// <exception cref="HtmlRewriterException">The document cannot be rewritten to its end.</exception>
    /// <exception cref="InvalidOperationException">The document has ended, or died of an earlier error.</exception>
    public ValueTask EndAsync()
    {
        if (_program.IsAsync)
        {
            MayWrite();
            return EndAwaited();
        }

        End();
        return default;
    }

    private async ValueTask WriteAwaited(ReadOnlyMemory<byte> chunk)
    {
        try
        {
            ObserveHead(chunk.Span);
            while (_tail.Length > 0 && !chunk.IsEmpty && _state == State.Open)
            {
                var kept = _tail.Length;
                var piece = AppendPiece(chunk.Span);
                await ConsumeAwaited(_tail.Memory, kept);
                chunk = chunk[LeaveTail(kept, piece)..];
            }

            if (_state == State.Open)
            {
                await ConsumeAwaited(chunk, chunk.Length);
                chunk = chunk[_at..];
            }

            Hold(chunk.Span);
        }
        catch (Exception failure) when (_state != State.Dead)
        {
            Fail(failure);
            throw;
        }
    }

    private async ValueTask EndAwaited()
    {
        try
        {
            if (_state == State.Open || Trouble == HtmlTrouble.None)
            {
                BeginEnd();
                await ConsumeAwaited(_tail.Memory, _tail.Length);
                _tail.Clear();
            }

            _state = State.Ended;
        }
        catch (Exception failure) when (_state != State.Dead)
        {
            Fail(failure);
            throw;
        }
    }

    private async ValueTask ConsumeAwaited(ReadOnlyMemory<byte> window, int stop)
    {
        BeginWindow(stop);
        try
        {
            while ((_unit = NextUnit(window.Span)) != UnitKind.None)
            {
                _isCalling = true;
                await AwaitHandlers();
                _isCalling = false;
                FinishUnit(window.Span);
            }
        }
        catch (Exception failure) when (IsForgiven(failure))
        {
            Surrender(window.Span, failure);
            return;
        }

        Flush(window.Span, _at);
    }

    private ValueTask AwaitHandlers() => _unit switch
    {
        UnitKind.Element => AwaitMatched(),
        UnitKind.EndTag => Await(_ending!.Handlers, _endTag),
        UnitKind.Text => AwaitActive(_program.Texts, _activeTexts, _text),
        UnitKind.Comment => AwaitActive(_program.Comments, _activeComments, _comment),
        UnitKind.Doctype => Await(_program.Doctypes, _doctype),
        UnitKind.Head => Await(_place == HeadPlaces.Start ? _program.HeadStarts : _program.HeadEnds, _head),
        _ => Await(_program.Ends, _end),
    };

    private async ValueTask AwaitMatched()
    {
        var table = _program.Elements;
        for (var word = 0; word < _matches.Length; word++)
        {
            for (var bits = _matches[word] & table.Mask[word]; bits != 0; bits &= bits - 1)
            {
                await Await(table.BySelector[(64 * word) + BitOperations.TrailingZeroCount(bits)], _element);
            }
        }
    }

    private static async ValueTask AwaitActive<T>(HandlerTable<T> table, int[] active, T unit)
    {
        for (var i = 0; i < active.Length; i++)
        {
            if (active[i] > 0)
            {
                await Await(table.BySelector[i], unit);
            }
        }

        await Await(table.Document, unit);
    }

    private static async ValueTask Await<T>(IReadOnlyList<Handler<T>> handlers, T unit)
    {
        for (var i = 0; i < handlers.Count; i++)
        {
            await handlers[i].CallAsync(unit);
        }
    }
}
