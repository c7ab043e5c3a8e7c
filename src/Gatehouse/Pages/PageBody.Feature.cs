using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gatehouse.Pages;

/// <content>What the server's body feature offers beside writing.</content>
internal sealed partial class PageBody : IHttpResponseBodyFeature
{
    /// <inheritdoc/>
    public Stream Stream => this;

    /// <inheritdoc/>
    public PipeWriter Writer => _writer ??= new(this, inner.Writer);

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken = default) =>
        Treatment() == PageTreatment.Recode && !_coded!.IsCommitted ? Task.CompletedTask : inner.StartAsync(cancellationToken);

    /// <inheritdoc/>
    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        Treatment() == PageTreatment.Raw
            ? inner.SendFileAsync(path, offset, count, cancellationToken)
            : SendFileFallback.SendFileAsync(this, path, offset, count, cancellationToken);

    /// <inheritdoc/>
    public void DisableBuffering() => inner.DisableBuffering();

    /// <inheritdoc/>
    public async Task CompleteAsync()
    {
        await FinishAsync();
        await inner.CompleteAsync();
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        ThrowUnlessSynchronous();
        WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        ThrowUnlessSynchronous();
        FlushAsync(CancellationToken.None).GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>The server's own rule, which is off unless an application turns it on.</summary>
    private void ThrowUnlessSynchronous()
    {
        if (answer.Context.Features.Get<IHttpBodyControlFeature>() is not { AllowSynchronousIO: true })
        {
            throw new InvalidOperationException("Synchronous writes to the response are off; write asynchronously, or set AllowSynchronousIO.");
        }
    }
}
