using System.IO.Pipelines;
using System.Text;
using Gatehouse.Diagnostics;
using Gatehouse.Pages;
using Gatehouse.Sites;
using Gatehouse.Visitors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Tests.Pages;

public sealed class CodedPageTests
{
    private const int Megabytes = 64;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("zstd")]
    public async Task A_small_body_that_unfolds_to_a_huge_one_waits_for_the_browser_to_take_it(string coding)
    {
        var coded = Page.Encode(coding, [.. Encoding.UTF8.GetBytes(Page.Text), .. new byte[Megabytes << 20]]);
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 64 * 1024, useSynchronizationContext: false));
        var answer = MakeAnswer(coding);
        answer.Judge();
        using var page = new CodedPage(answer, new PipeBody(pipe.Writer));
        var total = 0L;

        var writing = WriteAllAsync(page, coded, pipe.Writer);
        ReadResult read;
        do
        {
            read = await pipe.Reader.ReadAsync(Cancel);
            Assert.InRange(read.Buffer.Length, 0, 256 * 1024);
            total += read.Buffer.Length;
            pipe.Reader.AdvanceTo(read.Buffer.End);
        }
        while (!read.IsCompleted);

        await writing;
        Assert.True(total > (long)Megabytes << 20);
    }

    private static async Task WriteAllAsync(CodedPage page, byte[] coded, PipeWriter writer)
    {
        await page.WriteAsync(coded, Cancel);
        await page.CompleteAsync();
        await writer.CompleteAsync();
    }

    private static PageAnswer MakeAnswer(string coding)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = HttpMethods.Get;
        context.Response.ContentType = "text/html";
        context.Response.Headers.ContentEncoding = coding;
        var services = new ServiceCollection().AddMetrics().AddSingleton<EdgeMetrics>().BuildServiceProvider();
        var metrics = services.GetRequiredService<EdgeMetrics>();
        var site = new Site(new SiteSettings { Name = "shop", Hosts = [], WriteKey = "k" });
        Assert.True(SiteHost.TryParse("shop.example", out var host));
        var edge = new EdgeContext { Site = site, Host = host, Scheme = "https" };
        return new(context, edge, site.Get(SitePages.Part), PageAsk.Navigation, metrics, new VisitorCookies(metrics));
    }

    private sealed class PipeBody(PipeWriter writer) : IHttpResponseBodyFeature
    {
        public Stream Stream => writer.AsStream();

        public PipeWriter Writer => writer;

        public Task CompleteAsync() => Task.CompletedTask;

        public void DisableBuffering()
        {
        }

        public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
    }
}
