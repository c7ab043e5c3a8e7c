using System.Buffers;
using Gatehouse.Samples.Shop.Markup;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Gatehouse.Samples.Shop.Http;

/// <summary>Sends a page: whole, with its length and a validator, as many a website does.</summary>
internal static class PageResponse
{
    private const string ContentType = "text/html; charset=utf-8";

    /// <summary>Sends a page that browsers may keep, but must ask about each time.</summary>
    public static Task SendAsync(HttpContext context, Page page)
    {
        var content = Render(page);
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        var entityTag = new EntityTagHeaderValue($"\"{ContentVersion.Of(content.Span)}\"");
        return TypedResults.Bytes(content, ContentType, entityTag: entityTag).ExecuteAsync(context);
    }

    /// <summary>Sends a page that is good for this one answer only.</summary>
    public static async Task SendOnceAsync(HttpContext context, Page page, int status = StatusCodes.Status200OK)
    {
        var content = Render(page);
        context.Response.StatusCode = status;
        context.Response.ContentType = ContentType;
        context.Response.ContentLength = content.Length;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(content, context.RequestAborted);
        }
    }

    private static ReadOnlyMemory<byte> Render(Page page)
    {
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        Layout.Render(new HtmlWriter(buffer), page);
        return buffer.WrittenMemory;
    }
}
