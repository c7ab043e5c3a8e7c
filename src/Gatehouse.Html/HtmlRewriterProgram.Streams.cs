using System.Buffers;
using System.IO.Pipelines;

namespace Gatehouse.Html;

/// <content>Whole documents, from streams and pipes to streams and pipes.</content>
public sealed partial class HtmlRewriterProgram
{
    private const int ChunkSize = 16 * 1024;

    /// <summary>Rewrites a document from one stream to another. Neither is closed.</summary>
    /// <param name="source">Where the document comes from.</param>
    /// <param name="destination">Where it goes.</param>
    /// <param name="encoding">The label of its encoding; null: that of the options.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    /// <exception cref="ArgumentException">The encoding is unknown, or ASCII is not ASCII in it (UTF-16, ISO-2022-JP).</exception>
    /// <exception cref="HtmlRewriterException">The document cannot be rewritten to its end.</exception>
    public async Task RewriteAsync(Stream source, Stream destination, string? encoding, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(destination);
        var output = new ArrayBufferWriter<byte>(ChunkSize);
        using var rewriter = Open(output, encoding);
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkSize);
        try
        {
            int length;
            while ((length = await source.ReadAsync(chunk, cancellationToken)) > 0)
            {
                await rewriter.WriteAsync(chunk.AsMemory(0, length));
                await PassAsync();
            }

            await rewriter.EndAsync();
            await PassAsync();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }

        async ValueTask PassAsync()
        {
            await destination.WriteAsync(output.WrittenMemory, cancellationToken);
            output.ResetWrittenCount();
        }
    }

    /// <summary>Rewrites a document from a pipe to another. Neither is completed.</summary>
    /// <param name="source">Where the document comes from.</param>
    /// <param name="destination">Where it goes; flushed after each piece.</param>
    /// <param name="encoding">The label of its encoding; null: that of the options.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    /// <exception cref="ArgumentException">The encoding is unknown, or ASCII is not ASCII in it (UTF-16, ISO-2022-JP).</exception>
    /// <exception cref="HtmlRewriterException">The document cannot be rewritten to its end.</exception>
    public async Task RewriteAsync(PipeReader source, PipeWriter destination, string? encoding, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(destination);
        using var rewriter = Open(destination, encoding);
        ReadResult read;
        do
        {
            read = await source.ReadAsync(cancellationToken);
            foreach (var chunk in read.Buffer)
            {
                await rewriter.WriteAsync(chunk);
            }

            source.AdvanceTo(read.Buffer.End);
            var flushed = await destination.FlushAsync(cancellationToken);
            if (flushed.IsCompleted)
            {
                return;
            }
        }
        while (!read.IsCompleted);
        await rewriter.EndAsync();
        await destination.FlushAsync(cancellationToken);
    }
}
