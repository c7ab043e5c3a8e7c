using System.Net;
using System.Net.Http.Json;
using CustomDestination;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Tests.Delivery.Destinations.Custom;

/// <summary>The sample of a destination of one's own, whole.</summary>
public sealed class CustomDestinationTests
{
    private const string Url = "Gatehouse:Sites:orders:Destinations:chat:Url";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_order_is_told_in_the_chat_and_another_event_is_not()
    {
        var data = Directory.CreateTempSubdirectory("gatehouse-test-");
        await using (var sample = new WebApplicationFactory<ChatDestinationType>().WithWebHostBuilder(host => host
            .UseSetting("Gatehouse:Data", data.FullName).UseSetting("Urls", "http://127.0.0.1:0").UseSetting("Logging:LogLevel:Default", "None")))
        {
            sample.UseKestrel();
            sample.StartServer();
            var address = sample.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
            var configuration = (IConfigurationRoot)sample.Services.GetRequiredService<IConfiguration>();
            configuration[Url] = address + "/chat";
            configuration.Reload();
            using var browser = new HttpClient { BaseAddress = new(address) };

            await TrackAsync(browser, "Product Viewed", 1);
            await TrackAsync(browser, "Order Completed", 12.5);

            Assert.Contains("<ul><li>New order: 12.5</li></ul>", await PageAsync(browser, "<li>"), StringComparison.Ordinal);
        }

        data.Delete(recursive: true);
    }

    private static async Task TrackAsync(HttpClient browser, string name, double total)
    {
        using var answer = await browser.PostAsJsonAsync("/seg/events/t", new { @event = name, anonymousId = "a-1", properties = new { total } }, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task<string> PageAsync(HttpClient browser, string expected)
    {
        while (true)
        {
            var page = await browser.GetStringAsync("/", Cancel);
            if (page.Contains(expected, StringComparison.Ordinal))
            {
                return page;
            }
        }
    }
}
