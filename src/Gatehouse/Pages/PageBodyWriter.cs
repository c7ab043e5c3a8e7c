using System.IO.Pipelines;

namespace Gatehouse.Pages;

/// <summary>The body as a pipe: the server's own while bytes go through as they come, else a buffer in front of the body.</summary>
internal sealed class PageBodyWriter(PageBody body, PipeWriter inner) : PipeWriter
{
    private PipeWriter? _buffered;
    private PipeWriter? _current;

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => true;

    /// <inheritdoc/>
    public override long UnflushedBytes => _current?.UnflushedBytes ?? 0;

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0) => Current().GetMemory(sizeHint);

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => Current().GetSpan(sizeHint);

    /// <inheritdoc/>
    public override void Advance(int bytes) => (_current ?? throw new InvalidOperationException("Nothing was asked for to write into.")).Advance(bytes);

    /// <inheritdoc/>
    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (UnflushedBytes > 0)
        {
            return await _current!.FlushAsync(cancellationToken);
        }

        await body.FlushAsync(cancellationToken);
        return default;
    }

    /// <inheritdoc/>
    public override async ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        await SendRestAsync(cancellationToken);
        await body.WriteAsync(source, cancellationToken);
        return default;
    }

    /// <inheritdoc/>
    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null)
    {
        // The server completes its pipe when the answer is made; what is left here is sent before that.
    }

    /// <summary>Sends on what was written and not flushed.</summary>
    public async ValueTask SendRestAsync(CancellationToken cancellationToken = default)
    {
        if (UnflushedBytes > 0)
        {
            await _current!.FlushAsync(cancellationToken);
        }
    }

    /// <summary>Where the next bytes go. It changes only when nothing is on its way.</summary>
    private PipeWriter Current()
    {
        if (UnflushedBytes == 0)
        {
            _current = body.IsRaw ? inner : _buffered ??= Create(body, new(leaveOpen: true));
        }

        return _current!;
    }
}
