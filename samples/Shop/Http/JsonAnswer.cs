using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Samples.Shop.Http;

/// <summary>The short answers of an API.</summary>
internal static class JsonAnswer
{
    private static readonly byte[] Success = """{"success":true}"""u8.ToArray();

    public static Task SuccessAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = Success.Length;
        return context.Response.Body.WriteAsync(Success, context.RequestAborted).AsTask();
    }

    public static async Task ErrorAsync(HttpContext context, int status, string code, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter);
        writer.WriteStartObject();
        writer.WriteStartObject("error"u8);
        writer.WriteString("code"u8, code);
        writer.WriteString("message"u8, message);
        writer.WriteEndObject();
        writer.WriteEndObject();
        await writer.FlushAsync(context.RequestAborted);
    }
}
