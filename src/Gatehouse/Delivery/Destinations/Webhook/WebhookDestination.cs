using System.Globalization;
using System.Net.Http.Headers;

namespace Gatehouse.Delivery.Destinations.Webhook;

/// <summary>Posts a batch as a JSON array.</summary>
internal sealed class WebhookDestination(WebhookOptions options) : IDestination
{
    private static readonly MediaTypeHeaderValue Json = new("application/json", "utf-8");

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };

    public async ValueTask<DeliveryResult> SendAsync(DeliveryBatch batch, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(Body(batch)) { Headers = { ContentType = Json } };
        using var response = await _client.PostAsync(options.Url, content, cancellationToken);
        var status = (int)response.StatusCode;
        var answer = status.ToString(CultureInfo.InvariantCulture);
        return status switch
        {
            >= 200 and < 300 => DeliveryResult.Delivered(answer),
            400 or 413 or 422 => DeliveryResult.Refused(answer),
            _ => DeliveryResult.Retry(answer),
        };
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private static byte[] Body(DeliveryBatch batch)
    {
        var body = new MemoryStream();
        body.WriteByte((byte)'[');
        foreach (var @event in batch.Events)
        {
            if (body.Length > 1)
            {
                body.WriteByte((byte)',');
            }

            body.Write(@event.Json.Span);
        }

        body.WriteByte((byte)']');
        return body.ToArray();
    }
}
