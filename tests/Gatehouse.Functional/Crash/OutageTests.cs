using Gatehouse.Functional.Harness;

namespace Gatehouse.Functional.Crash;

/// <summary>What becomes of events while the tracking API is down.</summary>
public sealed class OutageTests : IDisposable
{
    // An outage may last for as long as the destination waits between two tries; a fast disk takes half a million events meanwhile.
    private const int Most = 20_000;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Events_of_an_outage_are_taken_and_delivered_in_order_when_it_is_over_also_after_a_restart()
    {
        var draws = new Draws(Draws.Seed);
        var senders = new EventSenders();
        await using var api = await TrackingRecorder.StartAsync();
        var arguments = EdgeArguments.For(_folder, "http://127.0.0.1:1", api.Url, "Log:Retain=1d");
        for (var outage = 0; outage < 3; outage++)
        {
            await using var edge = await EdgeProcess.StartAsync(arguments);
            api.IsDown = true;
            var (before, answered) = (api.TurnedAway, senders.Answered);
            using var stop = new CancellationTokenSource();
            var sending = senders.SendAsync(edge.Url, 4, draws, stop.Token);
            while (api.TurnedAway < before + 2)
            {
                await Task.Delay(10, TestContext.Current.CancellationToken);
                if (senders.Answered - answered > Most)
                {
                    await stop.CancelAsync();
                }
            }

            if (outage == 1)
            {
                await stop.CancelAsync();
                await sending;
                edge.Terminate();
                Assert.Equal(0, await edge.WaitForExitAsync());
                continue;
            }

            api.IsDown = false;
            await stop.CancelAsync();
            await sending;
            await api.WaitForAsync([.. senders.Acknowledged]);
            edge.Terminate();
            Assert.Equal(0, await edge.WaitForExitAsync());
        }

        var stored = (await LogContents.ReadAsync(_folder.File("data"))).Ids;
        Assert.Equal(0, senders.Refused);
        Assert.Equal(stored, api.Ids());
        Assert.Equal(senders.Acknowledged.Order(StringComparer.Ordinal), stored.Order(StringComparer.Ordinal));
    }

    public void Dispose() => _folder.Dispose();
}
