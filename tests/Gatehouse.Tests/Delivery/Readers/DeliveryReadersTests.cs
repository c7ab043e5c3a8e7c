using Gatehouse.Delivery;
using Gatehouse.Delivery.Books;
using Gatehouse.Delivery.Readers;
using Gatehouse.Storage;
using Gatehouse.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Gatehouse.Tests.Delivery.Readers;

/// <summary>Readers follow the configuration, and what an operator says.</summary>
public sealed class DeliveryReadersTests
{
    [Fact]
    public async Task A_destination_that_a_reload_changes_while_the_disk_is_full_goes_on_when_it_is_not()
    {
        await using var edge = await StartAsync();
        var (readers, books) = (edge.Services.GetRequiredService<DeliveryReaders>(), edge.Services.GetRequiredService<DeliveryBooks>());
        await books.WriteAsync(static writer => SqliteFile.Execute(writer.Connection, "CREATE TRIGGER full BEFORE INSERT ON destinations BEGIN SELECT raise(ABORT, 'full'); END"));
        edge.Configuration["Gatehouse:Sites:shop:Destinations:d:Mark"] = "other";
        edge.Configuration.Reload();
        await UntilAsync(() => readers.Find("shop", "d") is null);

        // It has its turn when the reload has failed.
        Assert.False(await readers.TellAsync("shop", "d", static _ => Task.CompletedTask));
        await books.WriteAsync(static writer => SqliteFile.Execute(writer.Connection, "DROP TRIGGER full"));

        await UntilAsync(() => readers.Find("shop", "d") is not null);
    }

    [Fact]
    public async Task What_an_operator_says_while_a_reload_changes_the_destination_is_said_to_the_new_reader()
    {
        await using var edge = await StartAsync();
        var readers = edge.Services.GetRequiredService<DeliveryReaders>();
        var before = readers.Find("shop", "d")!;
        for (var round = 0; round < 20; round++)
        {
            edge.Configuration["Gatehouse:Sites:shop:Destinations:d:Mark"] = $"{round}";
            edge.Configuration.Reload();
            var isPaused = round % 2 == 0;
            Assert.True(await readers.TellAsync("shop", "d", reader => reader.PauseAsync(isPaused)));
            await UntilAsync(() => readers.Find("shop", "d") is { } now && !ReferenceEquals(now, before));
            before = readers.Find("shop", "d")!;
            Assert.Equal(isPaused, before.IsPaused);
        }
    }

    private static Task<TestEdge> StartAsync() => TestEdge.StartAsync(
        settings: [("Destinations:d:Type", "scripted")],
        build: static builder =>
        {
            builder.AddDestination(new ScriptedDestination(static _ => DeliveryResult.Delivered()));
            builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new HurriedTime(under: TimeSpan.FromMinutes(1))));
        });

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!isSo())
        {
            await Task.Delay(2, limit.Token);
        }
    }
}
