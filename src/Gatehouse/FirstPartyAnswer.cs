using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Gatehouse;

/// <summary>What the edge's own endpoints answer: JSON objects, as a rule, that no cache keeps.</summary>
internal static class FirstPartyAnswer
{
    /// <summary>For people who read an answer as it is: it is JSON and no part of a page, so an apostrophe may be one.</summary>
    internal static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly byte[] Success = "{\"success\":true}"u8.ToArray();

    /// <summary>200 <c>{"success":true}</c>.</summary>
    public static Task SucceedAsync(HttpContext context) => WriteAsync(context, StatusCodes.Status200OK, Success);

    /// <summary><c>{"error":{"code":…,"message":…}}</c>.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The status.</param>
    /// <param name="code">One word of a closed list, for programs.</param>
    /// <param name="message">One sentence for people. It never repeats what was sent.</param>
    public static Task RefuseAsync(HttpContext context, int status, string code, string message)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body, Readable))
        {
            json.WriteStartObject();
            json.WriteStartObject("error"u8);
            json.WriteString("code"u8, code);
            json.WriteString("message"u8, message);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return WriteAsync(context, status, body.WrittenMemory);
    }

    /// <summary>405 with the methods that the route knows (RFC 9110, 15.5.6).</summary>
    public static Task RefuseMethodAsync(HttpContext context, string allowed)
    {
        context.Response.Headers.Allow = allowed;
        return RefuseAsync(context, StatusCodes.Status405MethodNotAllowed, "method_not_allowed", $"This route answers {allowed}.");
    }

    /// <summary>Writes a body. The server leaves the body of an answer to HEAD out, its length stays.</summary>
    public static Task WriteAsync(HttpContext context, int status, ReadOnlyMemory<byte> body, string type = "application/json")
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = type;
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-store";
        return response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
