using Gatehouse.Delivery.Books;
using Gatehouse.Delivery.Readers;
using Gatehouse.Events;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Tests.Harness;

/// <summary>Looks into the books of a running edge.</summary>
internal static class EdgeLedger
{
    /// <summary>Waits until every destination has done what there is, and checks that the books balance then.</summary>
    public static async Task<IReadOnlyList<Balance>> BalancedAsync(this TestEdge edge)
    {
        var log = edge.Services.GetRequiredService<IEventLog>();
        var readers = edge.Services.GetRequiredService<DeliveryReaders>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (readers.All().Any(reader => reader.Cursor < log.Next))
        {
            await Task.Delay(5, limit.Token);
        }

        var balances = await edge.Services.GetRequiredService<DeliveryBooks>().ReadAsync(Balances.Of);
        Assert.NotEmpty(balances);
        Assert.All(balances, static balance => Assert.True(balance is { Holds: true, In: > 0, Waiting.Count: 0 }, balance.ToString()));
        return balances;
    }
}
