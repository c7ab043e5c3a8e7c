using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using Gatehouse.Tests.Harness;

namespace Gatehouse.Tests.Delivery.Destinations.Http;

/// <summary>What a running edge makes of a receiver that misbehaves: every event that was accepted gets its one outcome, in order.</summary>
public sealed class FaultsAtTheEdgeTests
{
    private const int Events = 6;
    private const int Faulty = 2;

    private static readonly string[] All = [.. Enumerable.Range(1, Events).Select(static number => $"message-{number}")];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Fault.ClosesAtOnce)]
    [InlineData(Fault.ClosesAfterTheRequest)]
    [InlineData(Fault.ClosesInItsAnswer)]
    [InlineData(Fault.Stalls)]
    [InlineData(Fault.TricklesItsHead)]
    [InlineData(Fault.TalksGarbage)]
    [InlineData(Fault.SendsHeadersWithoutEnd)]
    [InlineData(Fault.IsBusy)]
    [InlineData(Fault.Fails)]
    [InlineData(Fault.Redirects)]
    [InlineData(Fault.HasNoSuchAddress)]
    [InlineData(Fault.WantsCredentials)]
    public async Task What_was_not_taken_is_sent_again_before_what_came_later(Fault fault) => Assert.Equal(All, await ArrivedAsync(fault));

    [Theory]
    [InlineData(Fault.RefusesEverything)]
    [InlineData(Fault.RefusesWithoutEnd)]
    [InlineData(Fault.RefusesAndStalls)]
    [InlineData(Fault.TakesAndTalksWithoutEnd)]
    public async Task What_was_refused_or_taken_is_not_sent_again_and_holds_up_nothing(Fault fault) => Assert.Equal(All[Faulty..], await ArrivedAsync(fault));

    [Fact]
    public async Task Of_a_batch_all_arrive_but_the_event_that_is_refused()
    {
        await using var receiver = await TestReceiver.StartAsync();
        receiver.Refuse("message-3");
        var held = receiver.Hold();
        await using var edge = await EdgeAsync(receiver.Url, "10");
        await TrackAsync(edge);
        await held;
        receiver.Release();

        await receiver.ArrivedAsync(All[^1]).WaitAsync(Cancel);

        await edge.BalancedAsync();
        Assert.Equal(All.Except(["message-3"]), receiver.Arrived.Select(static one => one.MessageId).Distinct());
    }

    // What arrives once the receiver has misbehaved on its first connections.
    private static async Task<IEnumerable<string>> ArrivedAsync(Fault fault)
    {
        var arrived = new ConcurrentQueue<string>();
        var last = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var faults = new ConcurrentQueue<Fault>(Enumerable.Repeat(fault, Faulty));
        await using var server = MisbehavingServer.Start(async connection =>
        {
            if (faults.TryDequeue(out var next))
            {
                await Faults.ServeAsync(next, connection, requests: 1);
                return;
            }

            while (await connection.ReadAsync() is { } body)
            {
                using var document = JsonDocument.Parse(body);
                var id = document.RootElement.GetProperty("messageId").GetString()!;
                arrived.Enqueue(id);
                await connection.WriteAsync("HTTP/1.1 204 No Content\r\n\r\n");
                if (id == All[^1])
                {
                    last.TrySetResult();
                }
            }
        });
        await using var edge = await EdgeAsync(server.Url, "1");
        await TrackAsync(edge);
        await last.Task.WaitAsync(Cancel);
        await edge.BalancedAsync();

        return arrived.Distinct(StringComparer.Ordinal);
    }

    private static Task<TestEdge> EdgeAsync(string url, string events) => TestEdge.StartAsync(settings:
    [
        ("Destinations:hook:Type", "webhook"), ("Destinations:hook:Url", url), ("Destinations:hook:AllowPrivateNetwork", "true"),
        ("Destinations:hook:Timeout", "1s"), ("Destinations:hook:Batch:Events", events),
    ]);

    private static async Task TrackAsync(TestEdge edge)
    {
        foreach (var id in All)
        {
            using var answer = await edge.Client.PostAsJsonAsync("/seg/events/t", new { @event = "Order Completed", messageId = id, anonymousId = "a-1" }, Cancel);
            answer.EnsureSuccessStatusCode();
        }
    }
}
