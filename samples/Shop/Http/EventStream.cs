using System.Buffers;
using System.Net.ServerSentEvents;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gatehouse.Samples.Shop.Http;

/// <summary>Server-sent events whose data is already UTF-8.</summary>
internal static class EventStream
{
    /// <summary>Sends what <paramref name="source"/> yields until the reader leaves or the server stops.</summary>
    public static async Task SendAsync(
        HttpContext context, Func<CancellationToken, IAsyncEnumerable<SseItem<byte[]>>> source)
    {
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();
        try
        {
            await context.Response.Body.FlushAsync(ended.Token);
            await SseFormatter.WriteAsync(
                source(ended.Token),
                context.Response.Body,
                static (item, output) => output.Write(item.Data),
                ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // How every such stream ends.
        }
    }
}
