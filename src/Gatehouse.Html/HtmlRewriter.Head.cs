using Gatehouse.Html.Buffers;
using Gatehouse.Html.Encodings;
using Gatehouse.Html.Rewriting;
using Gatehouse.Html.Simulation;
using Gatehouse.Html.Tokenizing;

namespace Gatehouse.Html;

/// <content>The places in the head that handlers wait for, whether its tags are written or implied.</content>
public sealed partial class HtmlRewriter
{
    private readonly HeadSeeker? _seeker;
    private PooledBuffer _held;
    private HeadPlaces _place;
    private bool _seeksHead;
    private bool _isHolding;
    private bool _isCutInDeclaration;

    /// <summary>
    /// What has become of the places that <see cref="HtmlRewriterBuilder.OnHead(HeadPosition, Action{HtmlHead})"/> waits for;
    /// always <see cref="HeadOutcome.Pending"/> in a program without such handlers.
    /// </summary>
    public HeadOutcome Head => _seeker?.Outcome ?? HeadOutcome.Pending;

    private bool IsHeadDue => _seeksHead && _seeker!.Due != HeadPlaces.None;

    private void BeginHead(string? encoding)
    {
        _seeker?.Reset(encoding);
        _seeksHead = _seeker is not null;
        _isHolding = _isCutInDeclaration = false;
    }

    private void ObserveHead(ReadOnlySpan<byte> chunk)
    {
        if (_seeksHead)
        {
            _seeker!.Observe(chunk);
        }
    }

    private void ReleaseHead()
    {
        _seeker?.Release();
        _held.Clear();
        _isHolding = false;
    }

    /// <summary>Looks at the token that waits to be taken.</summary>
    /// <returns>Whether handlers have to be called before it is.</returns>
    private bool LookForHead(in Token token, ReadOnlySpan<byte> window)
    {
        _seeker!.Look(token, _open);
        SettleHead(window);
        if (!_seeksHead || IsHeadDue)
        {
            return _seeksHead;
        }

        _seeker.Pass(token);
        SettleHead(window);
        return false;
    }

    /// <summary>Finds how much of a text is white space that cannot close the head.</summary>
    /// <returns>False: it cannot be said with the bytes that are here.</returns>
    private bool TakeTextInHead(ReadOnlySpan<byte> text, ReadOnlySpan<byte> window)
    {
        var isWhole = _isLast || _at + text.Length < window.Length;
        var space = WhiteSpace.Count(text, isWhole, out var isUndecided);
        if (space > 0)
        {
            TakeText(space);
        }

        if (!isUndecided && space < text.Length)
        {
            _seeker!.TakeCharacters();
            SettleHead(window);
        }

        return !isUndecided;
    }

    /// <summary>What a template in the head holds can depend on the age of the browser: in a select, older ones drop most tags.</summary>
    private void CheckHeadIsCertain(ReadOnlySpan<byte> window)
    {
        if (_open.IsInTemplate && (_open.IsAmbiguous || (_open.IsInSelect && _open.Name is ElementName.Svg or ElementName.Math)))
        {
            _seeker!.Finish(HeadOutcome.NoPlace);
            SettleHead(window);
        }
    }

    /// <returns>Whether handlers have to be called at the end of the document.</returns>
    private bool EndHead(ReadOnlySpan<byte> window)
    {
        if (!_seeksHead)
        {
            return false;
        }

        _seeker!.End(_isCutInDeclaration, _open);
        SettleHead(window);
        return IsHeadDue;
    }

    /// <summary>Does what the seeker has decided: holds what follows, lets it go, looks no further.</summary>
    private void SettleHead(ReadOnlySpan<byte> window)
    {
        if (IsHeadDue && !EncodingEvidence.IsSupported(_seeker!.Encoding))
        {
            _seeker.Finish(HeadOutcome.UnsupportedEncoding);
        }

        if (_seeker!.IsHolding && !_isHolding)
        {
            Flush(window, _at);
            _isHolding = true;
        }

        if (!_seeker.IsSeeking)
        {
            ReleaseHeld();
            _seeksHead = false;
            _mayStop = true;
        }
    }

    private UnitKind ShowHead()
    {
        _place = _seeker!.Due.HasFlag(HeadPlaces.Start) ? HeadPlaces.Start : HeadPlaces.End;
        _unitStart = _unitEnd = _at;
        _head.Begin(_seeker);
        return UnitKind.Head;
    }

    private void FinishHead(ReadOnlySpan<byte> window)
    {
        if (_isHolding)
        {
            // The place is where the output was stopped.
            _output.Write(_head.Around.Before.Span);
            ReleaseHeld();
        }
        else
        {
            Put(window, _head.Around, isChanged: false);
        }

        _head.Hide();
        _seeker!.Leave(_place);
        SettleHead(window);
    }

    private void ReleaseHeld()
    {
        if (_isHolding)
        {
            _isHolding = false;
            _output.Write(_held.Span);
            _held.Clear();
        }
    }

    private void Send(ReadOnlySpan<byte> bytes)
    {
        if (_isHolding)
        {
            _held.Append(bytes);
        }
        else
        {
            _output.Write(bytes);
        }
    }
}
