using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Profiles.Push;

/// <summary>Writes the answers to pushes. All of them are JSON objects.</summary>
internal static class PushResponse
{
    /// <summary>All messages are on disk.</summary>
    public static Task AcceptAsync(HttpContext context, PushTally tally) => WriteAsync(context, StatusCodes.Status200OK, tally, static (json, tally) =>
    {
        json.WriteBoolean("success"u8, true);
        json.WriteNumber("stored"u8, tally.Stored);
        json.WriteNumber("ignored"u8, tally.Ignored);
    });

    /// <summary>The push, or a part of it, is refused.</summary>
    public static Task RefuseAsync(HttpContext context, PushRefusal refusal)
    {
        var headers = context.Response.Headers;
        if (refusal.Status == StatusCodes.Status401Unauthorized)
        {
            headers.WWWAuthenticate = "Basic realm=\"profiles\", charset=\"UTF-8\"";
        }
        else if (refusal.Status == StatusCodes.Status503ServiceUnavailable)
        {
            headers.RetryAfter = "5";
        }

        return WriteAsync(context, refusal.Status, refusal, static (json, refusal) =>
        {
            json.WriteStartObject("error"u8);
            json.WriteString("code"u8, refusal.Code);
            json.WriteString("message"u8, refusal.Message);
            json.WriteEndObject();
        });
    }

    private static Task WriteAsync<T>(HttpContext context, int status, T state, Action<Utf8JsonWriter, T> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json, state);
            json.WriteEndObject();
        }

        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = buffer.WrittenCount;
        response.Headers.CacheControl = "no-store";
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(buffer.WrittenMemory, context.RequestAborted).AsTask();
    }
}
