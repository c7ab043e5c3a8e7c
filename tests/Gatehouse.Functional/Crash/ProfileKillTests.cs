using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Functional.Harness;

namespace Gatehouse.Functional.Crash;

/// <summary>What the profiles say after the server was killed while it counted.</summary>
public sealed class ProfileKillTests(ITestOutputHelper output) : IDisposable
{
    private const int Connections = 12;
    private const int Visitors = 20;
    private const int Enough = 10;

    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("GATEHOUSE_CRASH_KILLS") ?? "15", CultureInfo.InvariantCulture);
    private static readonly string[] Computed =
    [
        "Log:Retain=1d",
        "Sites:shop:ComputedTraits:orders:Compute=count", "Sites:shop:ComputedTraits:orders:When:Event=Order Completed",
        "Sites:shop:ComputedTraits:spent:Compute=sum", "Sites:shop:ComputedTraits:spent:Of=properties.total",
        "Sites:shop:Audiences:buyers:When:Trait=orders", $"Sites:shop:Audiences:buyers:When:GreaterOrEqual={Enough}",
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseCookies = false });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_event_counts_once_for_its_user_and_each_user_enters_once_however_often_the_server_dies()
    {
        output.WriteLine($"GATEHOUSE_CRASH_SEED={Draws.Seed}");
        var draws = new Draws(Draws.Seed);
        var senders = new EventSenders(static id => Order.Of(id).Json);
        var arguments = EdgeArguments.For(_folder, "http://127.0.0.1:1", more: Computed);
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var edge = await EdgeProcess.StartAsync(arguments);
            using var stop = new CancellationTokenSource();
            var sending = senders.SendAsync(edge.Url, Connections, draws, stop.Token);
            await Task.Delay(20 + draws.Below(300), Cancel);
            await edge.KillAsync();
            await stop.CancelAsync();
            await sending;
        }

        output.WriteLine($"{Kills} kills; {senders.Acknowledged.Count} events acknowledged, {senders.Repeats} of them sent again on purpose.");
        await ShowsTheLogAsync(arguments, senders);
    }

    [Fact]
    public async Task What_is_rebuilt_is_what_the_log_says_however_often_the_server_dies_meanwhile()
    {
        output.WriteLine($"GATEHOUSE_CRASH_SEED={Draws.Seed}");
        var draws = new Draws(Draws.Seed);
        var senders = new EventSenders(static id => Order.Of(id).Json);
        var before = EdgeArguments.For(_folder, "http://127.0.0.1:1", more: ["Log:Retain=1d", "Sites:shop:ComputedTraits:orders:Compute=count", "Sites:shop:ComputedTraits:orders:When:Event=Order Refunded"]);
        await using (var first = await EdgeProcess.StartAsync(before))
        {
            using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await senders.SendAsync(first.Url, Connections, draws, stop.Token);
            await first.KillAsync();
        }

        var arguments = EdgeArguments.For(_folder, "http://127.0.0.1:1", more: Computed);
        var meanwhile = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var edge = await EdgeProcess.StartAsync(arguments);
            using var stop = new CancellationTokenSource();
            var sending = senders.SendAsync(edge.Url, 2, draws, stop.Token);
            await Task.Delay(draws.Below(draws.Below(2) == 0 ? 100 : 600), Cancel);
            await edge.KillAsync();
            await stop.CancelAsync();
            await sending;
            meanwhile += (await File.ReadAllTextAsync(_folder.File("data/definitions.json"), Cancel)).Contains("\"rebuild\"", StringComparison.Ordinal) ? 1 : 0;
        }

        output.WriteLine($"{meanwhile} of {Kills} kills while profiles were rebuilt; {senders.Acknowledged.Count} events acknowledged.");
        Assert.NotEqual(0, meanwhile);
        await ShowsTheLogAsync(arguments, senders);
    }

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    /// <summary>Traits and events of audiences are what the events in the log add up to.</summary>
    private async Task ShowsTheLogAsync(List<string> arguments, EventSenders senders)
    {
        var traits = new Dictionary<int, JsonNode>();
        await using (var last = await EdgeProcess.StartAsync(arguments))
        {
            await senders.SettleAsync(last.Url);
            await RebuiltAsync(last);
            for (var visitor = 0; visitor < Visitors; visitor++)
            {
                await SignInAsync(last, visitor);
            }

            for (var visitor = 0; visitor < Visitors; visitor++)
            {
                traits[visitor] = await TraitsOfAsync(last, visitor);
            }

            last.Terminate();
            Assert.Equal(0, await last.WaitForExitAsync());
        }

        var orders = new List<Order>();
        var entered = new List<string>();
        await LogContents.ReadAsync(_folder.File("data"), stored =>
        {
            if (stored.IsOwn && stored.UserId is { } user)
            {
                entered.Add(user);
            }
            else if (stored.MessageId.StartsWith('m'))
            {
                orders.Add(Order.Of(stored.MessageId));
            }
        });

        output.WriteLine($"{orders.Count} events in the log; {entered.Count} enterings.");
        Assert.Equal(senders.Acknowledged.Count, orders.Count);
        foreach (var of in orders.GroupBy(static order => order.Visitor))
        {
            Assert.Equal($"u{of.Key}: {of.Count()} orders of {of.Sum(static order => order.Total)}", $"u{of.Key}: {traits[of.Key]["orders"]} orders of {traits[of.Key]["spent"]}");
        }

        Assert.Equal(
            orders.GroupBy(static order => order.Visitor).Where(static of => of.Count() >= Enough).Select(static of => $"u{of.Key}").Order(StringComparer.Ordinal),
            entered.Order(StringComparer.Ordinal));
        Assert.NotEmpty(entered);
    }

    private async Task RebuiltAsync(EdgeProcess edge)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await EdgeProcess.RunAsync("profiles", "rebuild", "status", "--set", "Gatehouse:Data=" + _folder.File("data"), "--set", "Gatehouse:Admin:Listen=" + edge.AdminUrl, "--set", "Gatehouse:Sites:shop:Hosts:0=*")).Output.Trim() != "No rebuild is under way.")
        {
            await Task.Delay(20, limit.Token);
        }
    }

    private async Task SignInAsync(EdgeProcess edge, int visitor)
    {
        using var content = new StringContent($$$"""{"anonymousId":"a{{{visitor}}}","userId":"u{{{visitor}}}","traits":{"done":true}}""");
        using var answer = await _client.PostAsync(new Uri(edge.Url + "/seg/events/i"), content, Cancel);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>What is known of a user when the last event has come through.</summary>
    private async Task<JsonNode> TraitsOfAsync(EdgeProcess edge, int visitor)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var token = (await File.ReadAllTextAsync(_folder.File("data/admin.token"), Cancel)).Trim();
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{edge.AdminUrl}/v1/spaces/shop/collections/users/profiles/user_id:u{visitor}/traits?limit=200"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(token + ":")));
            using var answer = await _client.SendAsync(request, Cancel);
            if (JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!["traits"] is { } traits && traits["done"] is not null)
            {
                return traits;
            }

            await Task.Delay(20, limit.Token);
        }
    }

    /// <summary>The event of a message id: an order by somebody who is signed in, or not yet, or not any more.</summary>
    private readonly record struct Order(string Id, int Visitor, int Total, int Draw)
    {
        public string Json => $$$"""{"type":"track","event":"Order Completed","messageId":"{{{Id}}}",{{{Ids}}},"properties":{"total":{{{Total}}}}}""";

        private string Ids => Draw switch
        {
            < 6 => $"\"anonymousId\":\"a{Visitor}\"",
            < 8 => $"\"userId\":\"u{Visitor}\"",
            _ => $"\"anonymousId\":\"a{Visitor}\",\"userId\":\"u{Visitor}\"",
        };

        public static Order Of(string id)
        {
            var draws = new Draws(ulong.Parse(id.AsSpan(1), CultureInfo.InvariantCulture));
            return new(id, draws.Below(Visitors), 1 + draws.Below(100), draws.Below(10));
        }
    }
}
