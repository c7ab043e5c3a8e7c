using Gatehouse.Conformance.Delivery;
using Gatehouse.Tests.Harness;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Tests.Delivery.Destinations.Http;

public sealed class MisconfiguredTests
{
    [Fact]
    public async Task What_no_event_is_to_blame_for_is_told_once_for_each_change()
    {
        var status = 401;
        await using var receiver = await TestOrigin.StartAsync(context =>
        {
            context.Response.StatusCode = Volatile.Read(ref status);
            return Task.CompletedTask;
        });
        var logs = new WrittenLogs();
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(logs));
        await using var destination = TestDestinations.Create($$"""{ "Type": "webhook", "Url": "{{receiver.Url}}/in?token=secret", "AllowPrivateNetwork": true, "Secret": "secret" }""", loggers: loggers);

        foreach (var next in new[] { 401, 401, 404, 404, 500, 200, 404 })
        {
            Volatile.Write(ref status, next);
            await destination.SendAsync(DestinationEvents.Batch(DestinationEvents.Some(1, 1)), TestContext.Current.CancellationToken);
        }

        Assert.Equal(["d answered 401", "d answered 404", "d answered 404"], logs.Lines.Select(static line => line.Text.Split("destination ")[1].Split('.')[0]));
        Assert.All(logs.Lines, static line => Assert.DoesNotContain("secret", line.Text, StringComparison.Ordinal));
    }
}
