using Gatehouse.Html.Rewriting;

namespace Gatehouse.Html;

/// <content>The way of the bytes: through the tail, a window at a time, to the output.</content>
public sealed partial class HtmlRewriter
{
    private const int SmallestPiece = 256;

    /// <summary>The stack of an ordinary document counts for nothing.</summary>
    private const int FreeEntries = 64;
    private int _at;
    private int _sent;
    private int _stop;
    private bool _isLast;
    private bool _isCalling;

    /// <summary>The one limiter.</summary>
    private bool IsTooLong
    {
        get
        {
            var stack = Math.Max(0, ((long)(_open.Count - FreeEntries) * Simulation.OpenElements.EntrySize) + _matcher.BytesInUse);
            return BytesHeld + _heldByEnds + stack > _program.Options.MaxMemory;
        }
    }

    private void WriteOpen(ReadOnlySpan<byte> chunk)
    {
        ObserveHead(chunk);
        while (_tail.Length > 0 && !chunk.IsEmpty && _state == State.Open)
        {
            var kept = _tail.Length;
            var piece = AppendPiece(chunk);
            Consume(_tail.Span, kept);
            chunk = chunk[LeaveTail(kept, piece)..];
        }

        if (_state == State.Open)
        {
            Consume(chunk, chunk.Length);
            chunk = chunk[_at..];
        }

        Hold(chunk);
    }

    private void EndOpen()
    {
        if (_state == State.Open || Trouble == HtmlTrouble.None)
        {
            BeginEnd();
            Consume(_tail.Span, _tail.Length);
            _tail.Clear();
        }

        _state = State.Ended;
    }

    private void BeginEnd()
    {
        _isLast = true;
        _isCutInDeclaration = _tokenizer.IsInDeclaration;
    }

    /// <summary>
    /// Puts as much of a chunk behind the tail as the token that it begins may need, give or take a factor of two. What is
    /// left of the chunk is read where it lies.
    /// </summary>
    private int AppendPiece(ReadOnlySpan<byte> chunk)
    {
        var piece = Math.Min(chunk.Length, Math.Max(_tail.Length, SmallestPiece));
        _tail.Append(chunk[..piece]);
        return piece;
    }

    /// <returns>How many bytes of the chunk are dealt with or in the tail.</returns>
    private int LeaveTail(int kept, int piece)
    {
        if (_at >= kept)
        {
            _tail.Clear();
            return _at - kept;
        }

        _tail.RemoveFirst(_at);
        CheckTail();
        return piece;
    }

    /// <summary>Keeps what is not decided, or passes it on when nothing is undecided any more.</summary>
    private void Hold(ReadOnlySpan<byte> rest)
    {
        if (_state == State.Copying)
        {
            _output.Write(_tail.Span);
            _tail.Clear();
            _output.Write(rest);
            return;
        }

        _tail.Append(rest);
        CheckTail();
    }

    private void BeginWindow(int stop)
    {
        _at = _sent = _unitStart = _unitEnd = 0;
        _stop = stop;
        _runStart = -1;
    }

    /// <summary>Reads tokens that begin before <paramref name="stop"/>; <see cref="_at"/> is behind the last of them.</summary>
    private void Consume(ReadOnlySpan<byte> window, int stop)
    {
        BeginWindow(stop);
        try
        {
            while ((_unit = NextUnit(window)) != UnitKind.None)
            {
                _isCalling = true;
                CallHandlers();
                _isCalling = false;
                FinishUnit(window);
            }
        }
        catch (Exception failure) when (IsForgiven(failure))
        {
            Surrender(window, failure);
            return;
        }

        Flush(window, _at);
    }

    private bool IsForgiven(Exception failure) =>
        _program.Options.IsGraceful && (_isCalling || failure is HtmlRewriterException);

    /// <summary>From the token at which the trouble came, everything goes out as it came in.</summary>
    private void Surrender(ReadOnlySpan<byte> window, Exception failure)
    {
        ReleaseHeld();
        _seeksHead = false;
        Flush(window, Math.Max(_sent, _unitStart));
        _removed = 0;
        Note(failure);
        _at = window.Length;
        Flush(window, _at);
        _state = State.Copying;
    }

    private void Fail(Exception failure)
    {
        Note(failure);
        _state = State.Dead;
    }

    private void Note(Exception failure)
    {
        if (failure is HtmlRewriterException { Trouble: var trouble })
        {
            Trouble = trouble;
        }
        else if (_isCalling)
        {
            Trouble = HtmlTrouble.HandlerFailed;
            HandlerException = failure;
        }

        _isCalling = false;
    }

    /// <summary>Writes what is not changed up to a position, unless it is content that is left out.</summary>
    private void Flush(ReadOnlySpan<byte> window, int upTo)
    {
        if (upTo > _sent)
        {
            if (_removed == 0)
            {
                Send(window[_sent..upTo]);
            }

            _sent = upTo;
        }
    }

    /// <summary>Ends a tail that has grown too long: by an error, or by passing it on.</summary>
    private void CheckTail()
    {
        if (!IsTooLong)
        {
            return;
        }

        var failure = TooLong();
        if (!_program.Options.IsGraceful)
        {
            throw failure;
        }

        Note(failure);
        _removed = 0;
        ReleaseHeld();
        _seeksHead = false;
        _output.Write(_tail.Span);
        _tail.Clear();
        _state = State.Copying;
    }

    private void CheckMemory()
    {
        if (IsTooLong)
        {
            throw TooLong();
        }
    }

    private HtmlRewriterException TooLong() =>
        new(HtmlTrouble.TooLong, $"More than {_program.Options.MaxMemory} bytes would have to be held back.");
}
