using Microsoft.AspNetCore.Http;

namespace Gatehouse.Samples.Shop.Tracking;

/// <summary>What was received, as one JSON array in order of receipt.</summary>
internal static class EventList
{
    public static async Task SendAsync(HttpContext context, EventRing ring)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        var output = context.Response.Body;
        var separator = "["u8.ToArray();
        foreach (var json in ring.Snapshot())
        {
            await output.WriteAsync(separator, context.RequestAborted);
            await output.WriteAsync(json, context.RequestAborted);
            separator[0] = (byte)',';
        }

        var end = separator[0] == (byte)',' ? "]"u8.ToArray() : "[]"u8.ToArray();
        await output.WriteAsync(end, context.RequestAborted);
    }

    public static Task Empty(HttpContext context, EventRing ring)
    {
        ring.Empty();
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
