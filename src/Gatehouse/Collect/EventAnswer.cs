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

    /// <summary>Tells what became of a call.</summary>
    /// <param name="context">The request.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="succeed">Answers when all was taken. Null: <c>{"success":true}</c>.</param>
    public static Task WriteAsync(HttpContext context, EventOutcome outcome, Func<HttpContext, Task>? succeed = null) => outcome switch
    {
        { IsAborted: true } => Task.CompletedTask,
        { Refusal: { } refusal } => FirstPartyAnswer.RefuseAsync(context, refusal.Status, refusal.Code, refusal.Message),
        { Answer: { IsTaken: false } answer } => NotTakenAsync(context, answer),
        { Refused: { Count: > 0 } refused } => WriteAsync(context, outcome.Answer, refused),
        _ => (succeed ?? FirstPartyAnswer.SucceedAsync)(context),
    };

    /// <summary>The sink's own status. Browsers heed the waiting time of a 429 alone, in whole seconds, old ones by another name.</summary>
    private static Task NotTakenAsync(HttpContext context, SinkAnswer answer)
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

    /// <summary>
    /// Names the entries of a batch that were not taken: those that were refused, for the sender to mend, and those that were shed,
    /// to send again later. 200 when the others were taken, 400 when there were no others.
    /// </summary>
    private static Task WriteAsync(HttpContext context, SinkAnswer? answer, List<(int Index, Refusal Refusal)> refused)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            if (answer is { } taken)
            {
                json.WriteBoolean("success"u8, true);
                if (taken.ShedAt is { } shed)
                {
                    json.WriteNumber("shed"u8, shed.Count);
                }
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

        return FirstPartyAnswer.WriteAsync(context, answer is not null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest, body.WrittenMemory);
    }
}
