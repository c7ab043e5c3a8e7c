using System.Text.Json;
using System.Text.Unicode;
using Gatehouse.Samples.Shop.Http;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Samples.Shop.Tracking;

/// <summary>Takes what is posted: one event, or a batch that is unfolded into its events.</summary>
internal sealed class Intake(EventRing ring, TimeProvider clock)
{
    public async Task HandleAsync(HttpContext context)
    {
        if (EventType.FromPath(context.Request.RouteValues["type"] as string) is not { } type)
        {
            await JsonAnswer.ErrorAsync(context, StatusCodes.Status404NotFound, "unknown_type", "There is no such type of event.");
            return;
        }

        if (await RequestBody.ReadAsync(context.Request, context.RequestAborted) is not { } body)
        {
            await JsonAnswer.ErrorAsync(context, StatusCodes.Status413PayloadTooLarge, "too_large", "A request may have 1 MB.");
            return;
        }

        if (Unfold(context.Request, type, body) is not { } events)
        {
            await JsonAnswer.ErrorAsync(context, StatusCodes.Status400BadRequest, "invalid_json", "The body must be a JSON object, and a batch must hold an array of them.");
            return;
        }

        ring.Add(events);
        await JsonAnswer.SuccessAsync(context);
    }

    private List<byte[]>? Unfold(HttpRequest request, string type, ReadOnlyMemory<byte> body)
    {
        if (!Utf8.IsValid(body.Span))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            var receivedAt = clock.GetUtcNow();
            if (!string.Equals(type, EventType.Batch, StringComparison.Ordinal))
            {
                return [ReceivedEvent.Write(request, receivedAt, type, root)];
            }

            if (!root.TryGetProperty("batch"u8, out var batch) || batch.ValueKind != JsonValueKind.Array
                || batch.EnumerateArray().Any(static entry => entry.ValueKind != JsonValueKind.Object))
            {
                return null;
            }

            return [.. batch.EnumerateArray().Select(entry => ReceivedEvent.Write(request, receivedAt, type, entry))];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second is what half a surrogate pair, escaped, leads to when the text is read.
            return null;
        }
    }
}
