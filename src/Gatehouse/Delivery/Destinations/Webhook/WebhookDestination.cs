using System.Net.Http.Headers;
using Gatehouse.Delivery.Destinations.Http;

namespace Gatehouse.Delivery.Destinations.Webhook;

/// <summary>Sends events to a URL as JSON, signed.</summary>
internal sealed class WebhookDestination : IDestination
{
    private static readonly MediaTypeHeaderValue Json = new("application/json", "utf-8");

    private readonly WebhookOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpTarget _target;
    private readonly StandardSignature? _standard;
    private readonly SegmentSignature? _segment;

    public WebhookDestination(WebhookOptions options, DestinationContext context)
    {
        _options = options;
        _time = context.Time;
        _target = new(
            new()
            {
                AllowPrivateNetwork = options.AllowPrivateNetwork,
                Secrets = [.. options.Secrets, .. options.Headers.SelectMany(static header => SecretTexts.OfHeader(header.Value))],
            },
            context);
        _standard = options.Signatures.HasFlag(WebhookSignatures.Standard) ? new(options.Secrets) : null;
        _segment = (options.Signatures & (WebhookSignatures.Segment | WebhookSignatures.SegmentActions)) != WebhookSignatures.None ? new(options.Secrets[0]) : null;
    }

    public ValueTask<DeliveryResult> SendAsync(DeliveryBatch batch, CancellationToken cancellationToken) =>
        _options.Format == WebhookFormat.Event && batch.Events.Count > 1
            ? OneByOne.SendAsync(batch, one => SendAsync([one], batch.IdOf(one), batch.Replay, cancellationToken), cancellationToken)
            : SendAsync(batch.Events, batch.Id, batch.Replay, cancellationToken);

    public ValueTask DisposeAsync()
    {
        _target.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask<DeliveryResult> SendAsync(IReadOnlyList<DeliveryEvent> events, string id, string? replay, CancellationToken cancellationToken)
    {
        var body = WebhookBody.Of(events, _options.Format);
        using var content = new ReadOnlyMemoryContent(_options.Gzip ? WebhookBody.Gzip(body) : body) { Headers = { ContentType = Json } };
        using var request = new HttpRequestMessage(_options.Method, _options.Url) { Content = content };
        if (_options.Gzip)
        {
            content.Headers.ContentEncoding.Add("gzip");
        }

        HttpTarget.Introduce(request.Headers, replay);
        _standard?.Sign(request, id, _time.GetUtcNow(), body.Span);
        _segment?.Sign(request, _options.Signatures.HasFlag(WebhookSignatures.SegmentActions) ? events[0].Json.Span : body.Span);
        foreach (var (name, value) in _options.Headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _target.SendAsync(request, cancellationToken);
    }
}
