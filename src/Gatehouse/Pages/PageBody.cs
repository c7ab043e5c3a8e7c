using System.IO.Pipelines;
using Gatehouse.Html;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Gatehouse.Pages;

/// <summary>
/// Stands in for the response's body while the answer is made. At the first write, flush or start it has the answer judged; from then
/// on bytes go through as they come, or by way of the rewriter, or of decoder, rewriter and encoder. Each write is sent on at once.
/// </summary>
internal sealed partial class PageBody(PageAnswer answer, IHttpResponseBodyFeature inner) : Stream
{
    private const int Slice = 4096;

    private PageTreatment _treatment;
    private HtmlRewriter? _rewriter;
    private CodedPage? _coded;
    private PageBodyWriter? _writer;
    private bool _wasGivenUp;
    private bool _finished;

    /// <summary>Whether bytes go to the browser as they come.</summary>
    public bool IsRaw => _treatment == PageTreatment.Raw;

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => Treatment() switch
    {
        PageTreatment.Change => ChangeAsync(buffer, cancellationToken),
        PageTreatment.Recode => _coded!.WriteAsync(buffer, cancellationToken),
        _ => inner.Stream.WriteAsync(buffer, cancellationToken),
    };

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) =>
        Treatment() == PageTreatment.Recode && !_coded!.IsCommitted ? Task.CompletedTask : inner.Stream.FlushAsync(cancellationToken);

    /// <summary>The answer is made: whatever was held back goes out.</summary>
    public async Task FinishAsync()
    {
        if (_finished)
        {
            return;
        }

        if (_writer is not null)
        {
            await _writer.SendRestAsync();
        }

        _finished = true;
        var treatment = Treatment();
        answer.Finish();
        if (treatment is not (PageTreatment.Change or PageTreatment.Recode))
        {
            return;
        }

        if (IsCutOff())
        {
            answer.Count(PageOutcome.Aborted);
        }
        else if (treatment == PageTreatment.Recode)
        {
            await _coded!.CompleteAsync();
        }
        else
        {
            OpenRewriter().End();
            answer.Count(_rewriter!);
            await inner.Writer.FlushAsync(answer.Context.RequestAborted);
        }
    }

    /// <summary>Gives memory back. Disposing of the stream does nothing: endpoints do that, and the answer goes on.</summary>
    public void Release()
    {
        ReleaseRewriter();
        _coded?.Dispose();
    }

    private PageTreatment Treatment()
    {
        if (_treatment == PageTreatment.Recode && !_coded!.IsCommitted && !answer.IsAsJudged())
        {
            // The origin broke off before anything was sent, and another answer takes its place.
            _coded.Dispose();
            _treatment = PageTreatment.Undecided;
            _wasGivenUp = true;
        }

        if (_treatment == PageTreatment.Undecided)
        {
            _treatment = Begin();
        }

        return _treatment;
    }

    private PageTreatment Begin()
    {
        if (answer.Context.Response.HasStarted)
        {
            return PageTreatment.Raw;
        }

        var treatment = answer.Judge();
        if (treatment == PageTreatment.Recode)
        {
            _coded = new(answer, inner);
        }

        return treatment;
    }

    private async ValueTask ChangeAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        if (!answer.Context.Response.HasStarted)
        {
            // Before its start the server keeps what is written in memory of another kind, and copies it again.
            await inner.StartAsync(cancellationToken);
        }

        // The rewriter sees slices, so that what follows the head goes to the server in one piece: it frames each block of memory that
        // is written into as a chunk of its own, and a piece that it is given as one chunk.
        var rewriter = OpenRewriter();
        while (!buffer.IsEmpty && !rewriter.IsPassThrough)
        {
            var slice = Math.Min(buffer.Length, Slice);
            rewriter.Write(buffer.Span[..slice]);
            buffer = buffer[slice..];
        }

        if (rewriter.IsPassThrough)
        {
            answer.Count(rewriter);
            _treatment = PageTreatment.Raw;
            ReleaseRewriter();
        }

        if (buffer.IsEmpty)
        {
            await inner.Writer.FlushAsync(cancellationToken);
        }
        else
        {
            await inner.Stream.WriteAsync(buffer, cancellationToken);
        }
    }

    /// <summary>Gives the rewriter back, once: it serves another page from then on.</summary>
    private void ReleaseRewriter()
    {
        _rewriter?.Dispose();
        _rewriter = null;
    }

    private HtmlRewriter OpenRewriter() => _rewriter ??= answer.OpenRewriter(inner.Writer);

    /// <summary>Whether the body stays unfinished because one of the two sides went away: then nothing is added to it.</summary>
    private bool IsCutOff() =>
        answer.Context.RequestAborted.IsCancellationRequested
        || (!_wasGivenUp && answer.Context.Features.Get<IForwarderErrorFeature>() is
            { Error: ForwarderError.ResponseBodyDestination or ForwarderError.ResponseBodyClient or ForwarderError.ResponseBodyCanceled });
}
