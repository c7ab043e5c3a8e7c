using System.Text;
using Gatehouse.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Tests.Pages;

/// <summary>Pages that the application makes itself, by every way that ASP.NET Core has to write an answer.</summary>
public sealed class OwnEndpointTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task Text() => IsInstrumentedAsync(static context => context.Response.WriteAsync(Page.Text));

    [Fact]
    public Task A_result() => IsInstrumentedAsync(static context => Results.Content(Page.Text, "text/html").ExecuteAsync(context));

    [Fact]
    public Task The_body_stream() => IsInstrumentedAsync(static async context =>
    {
        foreach (var single in Encoding.UTF8.GetBytes(Page.Text))
        {
            await context.Response.Body.WriteAsync(new[] { single });
        }
    });

    [Fact]
    public Task A_writer_that_closes_the_body_stream() => IsInstrumentedAsync(static async context =>
    {
        await using var writer = new StreamWriter(context.Response.Body);
        await writer.WriteAsync(Page.Text);
    });

    [Fact]
    public Task The_body_pipe_flushed_and_not() => IsInstrumentedAsync(static async context =>
    {
        Encoding.UTF8.GetBytes(Page.Start, context.Response.BodyWriter);
        await context.Response.BodyWriter.FlushAsync();
        await context.Response.BodyWriter.WriteAsync(Encoding.UTF8.GetBytes(Page.Rest[..10]));
        Encoding.UTF8.GetBytes(Page.Rest.AsSpan(10), context.Response.BodyWriter);
    });

    [Fact]
    public Task An_answer_that_is_started_first() => IsInstrumentedAsync(static async context =>
    {
        await context.Response.StartAsync();
        await context.Response.WriteAsync(Page.Text);
    });

    [Fact]
    public Task An_answer_that_is_completed() => IsInstrumentedAsync(static async context =>
    {
        await context.Response.WriteAsync(Page.Text);
        await context.Response.CompleteAsync();
    });

    [Fact]
    public async Task A_file()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "xx" + Page.Text + "yy", Cancel);
        await IsInstrumentedAsync(context => context.Response.SendFileAsync(file, 2, Page.Text.Length));
        File.Delete(file);
    }

    [Fact]
    public Task Synchronous_writes_where_they_are_on() => IsInstrumentedAsync(static context =>
    {
        context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpBodyControlFeature>()!.AllowSynchronousIO = true;
        context.Response.Body.Write(Encoding.UTF8.GetBytes(Page.Text));
        context.Response.Body.Flush();
        return Task.CompletedTask;
    });

    [Fact]
    public async Task Synchronous_writes_are_refused_where_they_are_off()
    {
        await using var edge = await TestEdge.StartAsync(map: static app => app.MapGet("/", static context =>
        {
            context.Response.ContentType = "text/html";
            Assert.Throws<InvalidOperationException>(() => context.Response.Body.Write(Encoding.UTF8.GetBytes(Page.Text)));
            return context.Response.WriteAsync("refused");
        }));

        Assert.Equal("refused", await edge.Client.GetStringAsync("/", Cancel));
    }

    [Fact]
    public async Task An_answer_that_is_no_page_goes_through_every_way()
    {
        await using var edge = await TestEdge.StartAsync(map: static app => app.MapGet("/", static async context =>
        {
            context.Response.ContentType = "text/plain";
            Encoding.UTF8.GetBytes("one ", context.Response.BodyWriter);
            await context.Response.BodyWriter.FlushAsync();
            await context.Response.WriteAsync("two ");
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes("three "));
            await context.Response.BodyWriter.WriteAsync(Encoding.UTF8.GetBytes("four "));
            Encoding.UTF8.GetBytes("five", context.Response.BodyWriter);
        }));

        Assert.Equal("one two three four five", await edge.Client.GetStringAsync("/", Cancel));
    }

    [Fact]
    public async Task An_endpoint_that_fails_gives_the_applications_error()
    {
        await using var edge = await TestEdge.StartAsync(map: static app => app.MapGet("/", static Task (HttpContext context) =>
        {
            context.Response.ContentType = "text/html";
            throw new InvalidOperationException("broken");
        }));

        using var answer = await edge.Client.GetAsync("/", Cancel);

        Assert.Equal(500, (int)answer.StatusCode);
    }

    private static async Task IsInstrumentedAsync(RequestDelegate write)
    {
        await using var edge = await TestEdge.StartAsync(map: app => app.MapGet("/", async context =>
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            await write(context);
        }));
        using var outcomes = new PageOutcomes(edge.Services);

        using var answer = await edge.Client.SendAsync(Page.Navigation(), Cancel);
        var body = await answer.Content.ReadAsStringAsync(Cancel);

        var start = body.IndexOf("<script>", StringComparison.Ordinal);
        var end = body.IndexOf("</script>", StringComparison.Ordinal) + "</script>".Length;
        Assert.Equal(Page.Text, body[..start] + body[end..]);
        Assert.Equal("private", answer.Header("Cache-Control"));
        Assert.Contains("ajs_anonymous_id=", answer.Header("Set-Cookie"), StringComparison.Ordinal);
        Assert.Equal("injected", outcomes.All);
    }
}
