using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using Gatehouse.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Tests.Assets;

/// <summary>A CDN whose files a test sets, and changes while it runs.</summary>
internal sealed class TestCdn : IAsyncDisposable
{
    public const string Library = "/analytics.js/v1/WRITEKEY123/analytics.min.js";
    public const string Settings = "/v1/projects/WRITEKEY123/settings";

    private readonly ConcurrentDictionary<string, RequestDelegate> _files = new(StringComparer.Ordinal);
    private readonly TestOrigin _server;

    private TestCdn(TestOrigin server) => _server = server;

    public string Url => _server.Url;

    public IEnumerable<SeenRequest> Seen => _server.Seen;

    public static async Task<TestCdn> StartAsync()
    {
        TestCdn? cdn = null;
        var server = await TestOrigin.StartAsync(context => cdn!.AnswerAsync(context));
        return cdn = new(server);
    }

    /// <summary>Sets what a path answers.</summary>
    public void Answer(string path, RequestDelegate answer) => _files[path] = answer;

    /// <summary>Sets the text of a path.</summary>
    public void Text(string path, string text, string contentType = "text/javascript", string? cacheControl = null, bool gzip = false, bool gzipSaid = true) => Answer(path, context =>
    {
        context.Response.ContentType = contentType;
        if (cacheControl is not null)
        {
            context.Response.Headers.CacheControl = cacheControl;
        }

        if (gzip && gzipSaid)
        {
            context.Response.Headers.ContentEncoding = "gzip";
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        return context.Response.Body.WriteAsync(gzip ? Gzip(bytes) : bytes).AsTask();
    });

    /// <summary>Makes a path answer a status and nothing useful.</summary>
    public void Fail(string path, int status = 500) => Answer(path, context =>
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync("trouble with WRITEKEY123");
    });

    /// <summary>How often a path was asked for.</summary>
    public int Asked(string path) => _server.Seen.Count(seen => seen.Target == path);

    /// <summary>An edge with this CDN.</summary>
    public Task<TestEdge> EdgeAsync(TimeProvider? time = null) => TestEdge.StartAsync(
        settings: [("Segment:Cdn", Url)],
        build: builder =>
        {
            if (time is not null)
            {
                Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton(builder.Services, time);
            }
        });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static byte[] Gzip(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var coder = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true))
        {
            coder.Write(bytes);
        }

        return output.ToArray();
    }

    private Task AnswerAsync(HttpContext context)
    {
        if (_files.TryGetValue(context.Request.Path.Value!, out var answer))
        {
            return answer(context);
        }

        context.Response.StatusCode = 404;
        return Task.CompletedTask;
    }
}
