using System.IO.Pipelines;
using Gatehouse.Html;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Gatehouse.Pages;

/// <summary>
/// Stands in for the response's body while the answer is made. At the first write, flush or start it has the answer judged; from then
/// on bytes go through as they come, or by way of the injector, or of decoder, injector and encoder. Each write is sent on at once.
/// </summary>
internal sealed partial class PageBody(PageAnswer answer, IHttpResponseBodyFeature inner) : Stream
{
    private PageTreatment _treatment;
    private HeadInjector? _injector;
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
            _injector!.Complete(inner.Writer);
            answer.Count(_injector.Outcome);
            await inner.Writer.FlushAsync(answer.Context.RequestAborted);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _injector?.Dispose();
        _coded?.Dispose();
        base.Dispose(disposing);
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
        if (treatment == PageTreatment.Change)
        {
            _injector = new(answer.InjectorOptions, answer);
        }
        else if (treatment == PageTreatment.Recode)
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

        _injector!.Write(buffer.Span, inner.Writer);
        if (_injector.IsPassThrough)
        {
            answer.Count(_injector.Outcome);
            _treatment = PageTreatment.Raw;
        }

        await inner.Writer.FlushAsync(cancellationToken);
    }

    /// <summary>Whether the body stays unfinished because one of the two sides went away: then nothing is added to it.</summary>
    private bool IsCutOff() =>
        answer.Context.RequestAborted.IsCancellationRequested
        || (!_wasGivenUp && answer.Context.Features.Get<IForwarderErrorFeature>() is
            { Error: ForwarderError.ResponseBodyDestination or ForwarderError.ResponseBodyClient or ForwarderError.ResponseBodyCanceled });
}
