using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Gatehouse.Delivery.Destinations.Http;
using Gatehouse.Events;

namespace Gatehouse.Delivery.Destinations.Segment;

/// <summary>
/// Sends batches to the tracking API. Times are by the edge's clock already, so <c>sentAt</c> is the edge's now: whatever the vendor
/// works out of the two stays right.
/// </summary>
internal sealed class SegmentDestination : IDestination
{
    // Room for the frame around the events.
    private const int MostEventBytes = EventLimits.BatchBytes - 256;

    private static readonly MediaTypeHeaderValue Json = new("application/json", "utf-8");

    private readonly HttpTarget _target;
    private readonly Uri _batch;
    private readonly AuthenticationHeaderValue _authorization;
    private readonly TimeProvider _time;

    public SegmentDestination(SegmentOptions options, DestinationContext context)
    {
        // The address is the operator's own, and a stand-in on the same machine is a common one.
        _target = new(new() { AllowPrivateNetwork = true, Secrets = [options.WriteKey] }, context);
        _batch = new(options.TrackingApi.AbsoluteUri.TrimEnd('/') + "/batch");
        _authorization = new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(options.WriteKey + ":")));
        _time = context.Time;
    }

    public async ValueTask<DeliveryResult> SendAsync(DeliveryBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Events.Count > EventLimits.BatchEvents || (batch.Events.Count > 1 && batch.Events.Sum(static one => (long)one.Json.Length + 1) > MostEventBytes))
        {
            return DeliveryResult.Refused("larger than what the tracking API takes at once");
        }

        using var content = new ReadOnlyMemoryContent(Body(batch.Events)) { Headers = { ContentType = Json } };
        using var request = new HttpRequestMessage(HttpMethod.Post, _batch) { Content = content };
        request.Headers.Authorization = _authorization;
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgentOf(batch.Events));
        return await _target.SendAsync(request, cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _target.Dispose();
        return ValueTask.CompletedTask;
    }

    private ReadOnlyMemory<byte> Body(IReadOnlyList<DeliveryEvent> events)
    {
        var body = new ArrayBufferWriter<byte>(events.Sum(static one => one.Json.Length + 1) + 256);
        using var writer = new Utf8JsonWriter(body, EventJson.Writing);
        writer.WriteStartObject();
        writer.WriteStartArray("batch"u8);
        foreach (var one in events)
        {
            Write(writer, one.Json.Span);
        }

        writer.WriteEndArray();
        writer.WriteString("sentAt"u8, _time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        writer.WriteEndObject();
        writer.Flush();
        return body.WrittenMemory;
    }

    /// <summary>
    /// The API works times out of <c>originalTimestamp</c>, where there is one, and <c>sentAt</c>, and that is by the edge's clock, as
    /// <c>timestamp</c> is.
    /// </summary>
    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> json)
    {
        var reader = EventJson.Open(json);
        writer.WriteStartObject();
        while (EventJson.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("originalTimestamp"u8))
            {
                reader.Read();
                reader.Skip();
            }
            else
            {
                EventJson.CopyProperty(ref reader, json, writer);
            }
        }

        writer.WriteEndObject();
    }

    /// <summary>The browser's, when one has brought all of the events; the edge's own otherwise.</summary>
    private static string UserAgentOf(IReadOnlyList<DeliveryEvent> events) =>
        events[0].UserAgent is { } first && !first.AsSpan().ContainsAnyExceptInRange(' ', '~') && events.All(one => string.Equals(one.UserAgent, first, StringComparison.Ordinal)) ? first : HttpTarget.UserAgent;
}
