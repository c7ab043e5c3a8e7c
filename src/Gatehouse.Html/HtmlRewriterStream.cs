using System.Buffers;

namespace Gatehouse.Html;

/// <summary>
/// A stream to write a document to, which rewrites it and passes it on to another stream. Handlers that are awaited need
/// its asynchronous methods.
/// </summary>
public sealed class HtmlRewriterStream : Stream
{
    private readonly Stream _destination;
    private readonly bool _leaveOpen;
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly HtmlRewriter _rewriter;
    private bool _hasEnded;
    private bool _hasFailed;
    private bool _isDisposed;

    /// <summary>Begins a document.</summary>
    /// <param name="program">What is done to it.</param>
    /// <param name="destination">Where it goes.</param>
    /// <param name="encoding">The label of its encoding; null: that of the program's options.</param>
    /// <param name="leaveOpen">Whether <paramref name="destination"/> stays open when this is closed.</param>
    /// <exception cref="ArgumentException">The encoding is unknown, or ASCII is not ASCII in it (UTF-16, ISO-2022-JP).</exception>
    public HtmlRewriterStream(HtmlRewriterProgram program, Stream destination, string? encoding, bool leaveOpen)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(destination);
        _rewriter = encoding is null ? program.Open(_output) : program.Open(_output, encoding);
        _destination = destination;
        _leaveOpen = leaveOpen;
    }

    /// <summary>False: it is written to.</summary>
    public override bool CanRead => false;

    /// <summary>False: a document goes by once.</summary>
    public override bool CanSeek => false;

    /// <summary>True.</summary>
    public override bool CanWrite => true;

    /// <summary>Not known.</summary>
    public override long Length => throw new NotSupportedException();

    /// <summary>Not known.</summary>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Ends the document and writes what is left. Closing the stream does so too.</summary>
    /// <param name="cancellationToken">Ends the writing.</param>
    public async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        if (!_hasEnded)
        {
            _hasEnded = _hasFailed = true;
            await _rewriter.EndAsync();
            await PassAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _hasFailed = true;
        _rewriter.Write(buffer);
        Pass();
        _hasFailed = false;
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

#pragma warning disable RS0027 // The signature is that of Stream.
    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _hasFailed = true;
        await _rewriter.WriteAsync(buffer);
        await PassAsync(cancellationToken);
        _hasFailed = false;
    }
#pragma warning restore RS0027

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Flush() => _destination.Flush();

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => _destination.FlushAsync(cancellationToken);

    /// <summary>Not possible.</summary>
    /// <param name="buffer">Not used.</param>
    /// <param name="offset">Not used.</param>
    /// <param name="count">Not used.</param>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Not possible.</summary>
    /// <param name="offset">Not used.</param>
    /// <param name="origin">Not used.</param>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <summary>Not possible.</summary>
    /// <param name="value">Not used.</param>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (!_hasFailed)
        {
            await EndAsync(CancellationToken.None);
        }

        if (!_leaveOpen)
        {
            await _destination.DisposeAsync();
        }

        _hasEnded = true;
        await base.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            if (!_hasEnded && !_hasFailed)
            {
                _rewriter.End();
                Pass();
            }

            _rewriter.Dispose();
            if (!_leaveOpen)
            {
                _destination.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    private void Pass()
    {
        _destination.Write(_output.WrittenSpan);
        _output.ResetWrittenCount();
    }

    private async ValueTask PassAsync(CancellationToken cancellationToken)
    {
        await _destination.WriteAsync(_output.WrittenMemory, cancellationToken);
        _output.ResetWrittenCount();
    }
}
