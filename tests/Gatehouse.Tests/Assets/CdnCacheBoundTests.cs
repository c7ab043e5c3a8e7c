using System.Text;
using Gatehouse.Assets;
using Gatehouse.Assets.Cdn;
using Gatehouse.Tests.Harness;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Tests.Assets;

public sealed class CdnCacheBoundTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Copies_go_when_they_hold_more_than_the_bound_and_the_library_goes_last()
    {
        await using var cdn = await TestCdn.StartAsync();
        cdn.Text(TestCdn.Library, "var library=1", cacheControl: "max-age=600");
        var files = Enumerable.Range(0, 10).Select(static number => $"/next-integrations/{number}.js").ToList();
        foreach (var file in files)
        {
            cdn.Answer(file, static context => context.Response.WriteAsync(Incompressible(CdnClient.LargestText)));
        }

        await using var edge = await cdn.EdgeAsync();
        using var counted = new CountedOutcomes(edge, "gatehouse.assets");
        await edge.Client.GetStringAsync("/seg/assets/library/latest.js", Cancel);
        foreach (var file in files)
        {
            await edge.Client.GetStringAsync("/seg/assets" + file, Cancel);
        }

        var cache = edge.Services.GetRequiredService<CdnCache>();
        Assert.InRange(cache.Bytes, 1, CdnCache.MostBytes);
        Assert.Contains(("shop", AssetOutcome.Evicted), counted.Seen);
        await edge.Client.GetStringAsync("/seg/assets/library/latest.js", Cancel);
        Assert.Equal(1, cdn.Asked(TestCdn.Library));
    }

    [Fact]
    public async Task Invented_names_do_not_pile_up()
    {
        await using var cdn = await TestCdn.StartAsync();
        await using var edge = await cdn.EdgeAsync();
        await Parallel.ForEachAsync(Enumerable.Range(0, CdnCache.MostFiles + 50), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancel }, async (number, cancel) =>
        {
            using var answer = await edge.Client.GetAsync($"/seg/assets/next-integrations/{number}.js", cancel);
        });

        Assert.InRange(edge.Services.GetRequiredService<CdnCache>().Files, 1, CdnCache.MostFiles);
    }

    [Fact]
    public async Task Invented_names_cannot_occupy_the_CDN()
    {
        await using var cdn = await TestCdn.StartAsync();
        var busy = new CountdownEvent(CdnCache.MostFetches);
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        for (var number = 0; number < CdnCache.MostFetches; number++)
        {
            cdn.Answer($"/next-integrations/{number}.js", async context =>
            {
                if (busy.Signal())
                {
                    full.SetResult();
                }

                await open.Task;
                await context.Response.WriteAsync("var x=1");
            });
        }

        cdn.Text(TestCdn.Library, "var library=1");
        await using var edge = await cdn.EdgeAsync();
        var held = Enumerable.Range(0, CdnCache.MostFetches).Select(number => edge.Client.GetStringAsync($"/seg/assets/next-integrations/{number}.js", Cancel)).ToList();
        await full.Task;

        using var refused = await edge.Client.GetAsync("/seg/assets/next-integrations/more.js", Cancel);
        var library = await edge.Client.GetStringAsync("/seg/assets/library/latest.js", Cancel);
        open.SetResult();

        Assert.Equal(System.Net.HttpStatusCode.BadGateway, refused.StatusCode);
        Assert.Equal("var library=1", library);
        Assert.All(await Task.WhenAll(held), static text => Assert.Equal("var x=1", text));
        busy.Dispose();
    }

    [Theory]
    [InlineData(null, "/seg/assets/library/latest.js", AssetOutcome.Bundled)]
    [InlineData(200, "/seg/assets/library/latest.js", AssetOutcome.Fresh)]
    [InlineData(500, "/seg/assets/library/latest.js", AssetOutcome.Fallback)]
    [InlineData(200, "/seg/assets/next-integrations/none.js", AssetOutcome.Missing)]
    [InlineData(500, "/seg/assets/next-integrations/failing.js", AssetOutcome.Failed)]
    [InlineData(200, "/seg/assets/next-integrations/a%5Cb", AssetOutcome.Refused)]
    public async Task Each_answer_is_counted_by_where_it_came_from(int? status, string path, string outcome)
    {
        await using var cdn = await TestCdn.StartAsync();
        cdn.Fail("/next-integrations/failing.js");
        cdn.Fail(TestCdn.Library, status ?? 200);
        await using var edge = await (status is null ? TestEdge.StartAsync() : cdn.EdgeAsync());
        using var counted = new CountedOutcomes(edge, "gatehouse.assets");

        using var answer = await edge.Client.GetAsync(path, Cancel);

        Assert.Equal(("shop", outcome), Assert.Single(counted.Seen));
    }

    private static string Incompressible(int length)
    {
        var text = new StringBuilder(length);
        Span<byte> bytes = stackalloc byte[48];
        while (text.Length + 64 <= length)
        {
            System.Security.Cryptography.RandomNumberGenerator.Fill(bytes);
            text.Append(Convert.ToBase64String(bytes));
        }

        return text.ToString();
    }
}
