using System.Buffers;
using Gatehouse.Html;
using Gatehouse.Pages.Codings;
using Microsoft.AspNetCore.Http.Features;

namespace Gatehouse.Pages;

/// <summary>
/// A page with a content coding: decoded, changed, and coded again as it comes. Nothing is sent until the body has shown that it is what
/// its coding says: as long as a first piece does not decode, the origin's bytes can still go out whole and unchanged.
/// </summary>
internal sealed class CodedPage : IDisposable
{
    // Decoded bytes that are worked on at a time; also the most that a first piece is decoded in trust of its rest.
    private const int Window = 32 * 1024;

    // Coded bytes that may come before the first decoded one: zstd decodes by blocks of up to 128 KiB, and a gzip header has its file name.
    private const int MostBeforeFirst = 256 * 1024;

    private readonly PageAnswer _answer;
    private readonly IHttpResponseBodyFeature _inner;
    private readonly ContentDecoder _decoder;
    private readonly ContentEncoder? _encoder;
    private readonly PooledBuffer _decoded = new();
    private readonly PooledBuffer _changed = new();
    private readonly PooledBuffer _unproved = new();
    private HtmlRewriter? _rewriter;
    private State _state;

    public CodedPage(PageAnswer answer, IHttpResponseBodyFeature inner)
    {
        _answer = answer;
        _inner = inner;
        _decoder = ContentDecoder.Create(answer.OriginCoding);
        _encoder = answer.SentCoding == ContentCoding.Identity ? null : ContentEncoder.Create(answer.SentCoding);
    }

    private enum State
    {
        /// <summary>Nothing has been decoded, nothing sent.</summary>
        Unproved,

        /// <summary>Decoding.</summary>
        Running,

        /// <summary>The body is not what its coding says; it goes through as it comes.</summary>
        Raw,

        /// <summary>It broke in the middle; the answer has been cut off.</summary>
        Broken,
    }

    /// <summary>Whether the answer's headers are settled.</summary>
    public bool IsCommitted => _state != State.Unproved;

    /// <summary>Takes a piece of the coded body.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> coded, CancellationToken cancellationToken) => _state switch
    {
        State.Unproved => ProveAsync(coded, cancellationToken),
        State.Running => RunAsync(coded, cancellationToken),
        State.Raw => _inner.Stream.WriteAsync(coded, cancellationToken),
        _ => default,
    };

    /// <summary>The coded body is over.</summary>
    public async ValueTask CompleteAsync()
    {
        if (_state == State.Unproved)
        {
            await LeaveAloneAsync(_unproved.Written.IsEmpty ? PageOutcome.NoPlace : PageOutcome.TruncatedCoding, default, CancellationToken.None);
        }
        else if (_state == State.Running)
        {
            await CompleteRunAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _decoder.Dispose();
        _encoder?.Dispose();
        _rewriter?.Dispose();
        _rewriter = null;
        _decoded.Dispose();
        _changed.Dispose();
        _unproved.Dispose();
    }

    private async ValueTask ProveAsync(ReadOnlyMemory<byte> coded, CancellationToken cancellationToken)
    {
        _decoder.Feed(coded);
        DecodeStatus status;
        while ((status = DecodeSome()) == DecodeStatus.Progress && _decoded.Written.Length < Window)
        {
        }

        if (status == DecodeStatus.Corrupt || (_decoded.Written.IsEmpty && _unproved.Written.Length + coded.Length > MostBeforeFirst))
        {
            await LeaveAloneAsync(PageOutcome.CorruptCoding, coded, cancellationToken);
        }
        else if (_decoded.Written.IsEmpty)
        {
            _unproved.Write(coded.Span);
        }
        else
        {
            _state = State.Running;
            _answer.Change();
            _rewriter = _answer.OpenRewriter(_encoder is null ? _inner.Writer : _changed);
            await _inner.StartAsync(cancellationToken);
            await DrainAsync(cancellationToken);
        }
    }

    private ValueTask RunAsync(ReadOnlyMemory<byte> coded, CancellationToken cancellationToken)
    {
        _decoder.Feed(coded);
        return DrainAsync(cancellationToken);
    }

    /// <summary>Sends on all that can be decoded, a window at a time: a small text that unfolds to a huge one waits for the browser to take it.</summary>
    private async ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        DecodeStatus status;
        do
        {
            status = _decoded.Written.Length < Window ? DecodeSome() : DecodeStatus.Progress;
            if (!_decoded.Written.IsEmpty && (status != DecodeStatus.Progress || _decoded.Written.Length >= Window))
            {
                Send();
                await _inner.Writer.FlushAsync(cancellationToken);
            }
        }
        while (status == DecodeStatus.Progress);

        if (status == DecodeStatus.Corrupt)
        {
            _state = State.Broken;
            _answer.Count(PageOutcome.BrokenCoding);
            _answer.Context.Abort();
        }
    }

    private DecodeStatus DecodeSome()
    {
        var status = _decoder.Read(_decoded.GetSpan(Window - _decoded.Written.Length), out var written);
        _decoded.Advance(written);
        return status;
    }

    private void Send()
    {
        var plain = _decoded.Written;
        if (_encoder is null)
        {
            _rewriter!.Write(plain);
        }
        else if (_rewriter!.IsPassThrough)
        {
            _encoder.Write(plain, _inner.Writer);
        }
        else
        {
            _rewriter.Write(plain);
            SendChanged();
        }

        _encoder?.Flush(_inner.Writer);
        _decoded.Clear();
    }

    private void SendChanged()
    {
        _encoder!.Write(_changed.Written, _inner.Writer);
        _changed.Clear();
    }

    private async ValueTask CompleteRunAsync()
    {
        var isWhole = _decoder.TryComplete();
        _rewriter!.End();
        if (_encoder is not null)
        {
            SendChanged();
            if (isWhole)
            {
                _encoder.Complete(_inner.Writer);
            }
            else
            {
                // Without an end, so that the browser sees a text that breaks off, as it would have seen the origin's.
                _encoder.Flush(_inner.Writer);
            }
        }

        await _inner.Writer.FlushAsync(_answer.Context.RequestAborted);
        if (isWhole)
        {
            _answer.Count(_rewriter);
            return;
        }

        _answer.Count(PageOutcome.TruncatedCoding);
        if (_encoder is null)
        {
            _answer.Context.Abort();
        }
    }

    private async ValueTask LeaveAloneAsync(string outcome, ReadOnlyMemory<byte> coded, CancellationToken cancellationToken)
    {
        _state = State.Raw;
        _answer.LeaveAlone(outcome);
        _unproved.Write(coded.Span);
        await _inner.Stream.WriteAsync(_unproved.WrittenMemory, cancellationToken);
        _unproved.Clear();
    }
}
