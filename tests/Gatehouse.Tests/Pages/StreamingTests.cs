using System.Text;
using Gatehouse.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Tests.Pages;

/// <summary>What arrives leaves at once: the origin sends its next chunk only when the browser has the last one.</summary>
public sealed class StreamingTests
{
    private static readonly string[] Chunks = [Page.Start, "<meta name=a>", "</head><body>", "<p>one</p>", "<p>two</p>", "</body></html>"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_chunk_of_a_page_reaches_the_browser_before_the_next_one_is_made()
    {
        var gates = Gates();
        await using var origin = await TestOrigin.StartAsync(async context =>
        {
            context.Response.ContentType = "text/html";
            foreach (var (chunk, gate) in Chunks.Zip(gates))
            {
                await context.Response.WriteAsync(chunk);
                await gate.Task;
            }
        });
        await using var edge = await TestEdge.StartAsync(origin);

        await ReceiveAsync(edge, gates, static stream => stream);
    }

    [Fact]
    public async Task Every_chunk_that_an_own_endpoint_flushes_reaches_the_browser_before_the_next_one_is_made()
    {
        var gates = Gates();
        await using var edge = await TestEdge.StartAsync(map: app => Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions.MapGet(app, "/", async context =>
        {
            context.Response.ContentType = "text/html";
            foreach (var (chunk, gate) in Chunks.Zip(gates))
            {
                Encoding.UTF8.GetBytes(chunk, context.Response.BodyWriter);
                await context.Response.BodyWriter.FlushAsync();
                await gate.Task;
            }
        }));

        await ReceiveAsync(edge, gates, static stream => stream);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("zstd")]
    public async Task Every_chunk_of_a_coded_page_reaches_the_browser_before_the_next_one_is_made(string coding)
    {
        var gates = Gates();
        await using var origin = await TestOrigin.StartAsync(async context =>
        {
            context.Response.ContentType = "text/html";
            context.Response.Headers.ContentEncoding = coding;
            var coder = Page.Encoder(coding, context.Response.Body);
            foreach (var (chunk, gate) in Chunks.Zip(gates))
            {
                await coder.WriteAsync(Encoding.UTF8.GetBytes(chunk));
                await coder.FlushAsync();
                await context.Response.Body.FlushAsync();
                await gate.Task;
            }

            await coder.DisposeAsync();
        });
        await using var edge = await TestEdge.StartAsync(origin);

        await ReceiveAsync(edge, gates, stream => Page.Decoder(coding, stream), ("Accept-Encoding", coding));
    }

    [Fact]
    public async Task An_answer_that_is_no_page_streams_too()
    {
        var gates = Gates();
        await using var origin = await TestOrigin.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            foreach (var (chunk, gate) in Chunks.Zip(gates))
            {
                await context.Response.WriteAsync(chunk);
                await gate.Task;
            }
        });
        await using var edge = await TestEdge.StartAsync(origin);

        await ReceiveAsync(edge, gates, static stream => stream, isPage: false);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_at_the_origin_breaks_off_at_the_browser()
    {
        var received = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var origin = await TestOrigin.StartAsync(async context =>
        {
            context.Response.ContentType = "text/html";
            await context.Response.WriteAsync("<!DOCTYPE html><html><head><title>Sh");
            await received.Task;
            context.Abort();
        });
        await using var edge = await TestEdge.StartAsync(origin);

        using var answer = await edge.Client.SendAsync(Page.Navigation(), HttpCompletionOption.ResponseHeadersRead, Cancel);
        received.SetResult();

        await Assert.ThrowsAsync<HttpRequestException>(() => answer.Content.ReadAsStringAsync(Cancel));
    }

    private static TaskCompletionSource[] Gates() => [.. Chunks.Select(static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];

    private static async Task ReceiveAsync(TestEdge edge, TaskCompletionSource[] gates, Func<Stream, Stream> decode, (string, string)? header = null, bool isPage = true)
    {
        using var request = header is { } more ? Page.Request("/", null, ("Sec-Fetch-Dest", "document"), more) : Page.Navigation();
        using var answer = await edge.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        await using var stream = decode(await answer.Content.ReadAsStreamAsync(Cancel));
        var received = new StringBuilder();
        var buffer = new byte[16 * 1024];
        var sent = string.Empty;
        for (var i = 0; i < Chunks.Length; i++)
        {
            sent += Chunks[i];
            while (!WithoutSnippet(received.ToString()).EndsWith(Chunks[i], StringComparison.Ordinal))
            {
                var count = await stream.ReadAsync(buffer, Cancel);
                Assert.NotEqual(0, count);
                received.Append(Encoding.UTF8.GetString(buffer, 0, count));
            }

            Assert.Equal(sent, WithoutSnippet(received.ToString()));
            gates[i].SetResult();
        }

        Assert.Equal(0, await stream.ReadAsync(buffer, Cancel));
        Assert.Equal(isPage, received.ToString().Contains(Page.Mark, StringComparison.Ordinal));
    }

    private static string WithoutSnippet(string text)
    {
        var start = text.IndexOf("<script>", StringComparison.Ordinal);
        var end = text.IndexOf("</script>", StringComparison.Ordinal);
        return start < 0 || end < 0 ? text : text[..start] + text[(end + "</script>".Length)..];
    }
}
