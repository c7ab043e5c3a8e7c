using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Gatehouse.Events;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Collect;

/// <summary>What a sender is told of its events.</summary>
internal static class EventAnswer
{
    // How long a browser that is turned away waits when the sink gives no advice.
    private const int DefaultSeconds = 5;

    /// <summary>200. Entries of a batch that were refused are named, so that the sender can mend them; sending them again is no use.</summary>
    public static Task TakenAsync(HttpContext context, List<(int Index, Refusal Refusal)> refused) =>
        refused.Count == 0 ? FirstPartyAnswer.SucceedAsync(context) : WriteAsync(context, StatusCodes.Status200OK, isTaken: true, refused);

    /// <summary>400: a batch of which nothing was taken.</summary>
    public static Task RefuseAllAsync(HttpContext context, List<(int Index, Refusal Refusal)> refused) =>
        WriteAsync(context, StatusCodes.Status400BadRequest, isTaken: false, refused);

    /// <summary>The sink's own status. Browsers heed the waiting time of a 429 alone, in whole seconds, old ones by another name.</summary>
    public static Task NotTakenAsync(HttpContext context, SinkAnswer answer)
    {
        var isOverload = answer.Status == StatusCodes.Status429TooManyRequests;
        if (isOverload || answer.RetryAfter is not null)
        {
            var seconds = (answer.RetryAfter is { } wait ? Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)) : DefaultSeconds).ToString(CultureInfo.InvariantCulture);
            context.Response.Headers.RetryAfter = seconds;
            if (isOverload)
            {
                context.Response.Headers["X-RateLimit-Reset"] = seconds;
            }
        }

        return answer.Status switch
        {
            StatusCodes.Status429TooManyRequests => FirstPartyAnswer.RefuseAsync(context, answer.Status, answer.Reason ?? "overload", "Too many events at once; send it again later."),
            StatusCodes.Status503ServiceUnavailable => FirstPartyAnswer.RefuseAsync(context, answer.Status, answer.Reason ?? "unavailable", "Events cannot be taken now; send it again later."),
            _ => FirstPartyAnswer.RefuseAsync(context, answer.Status, answer.Reason ?? "refused", "The event was refused where it was delivered to."),
        };
    }

    private static Task WriteAsync(HttpContext context, int status, bool isTaken, List<(int Index, Refusal Refusal)> refused)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            if (isTaken)
            {
                json.WriteBoolean("success"u8, true);
            }
            else
            {
                json.WriteStartObject("error"u8);
                json.WriteString("code"u8, "nothing_taken"u8);
                json.WriteString("message"u8, "No event of the batch could be taken."u8);
                json.WriteEndObject();
            }

            json.WriteStartArray("refused"u8);
            foreach (var (index, refusal) in refused)
            {
                json.WriteStartObject();
                json.WriteNumber("index"u8, index);
                json.WriteString("code"u8, refusal.Code);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return FirstPartyAnswer.WriteAsync(context, status, body.WrittenMemory);
    }
}
