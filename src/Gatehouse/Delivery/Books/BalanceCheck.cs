using Gatehouse.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Delivery.Books;

/// <summary>Looks again and again whether the books balance, and shows what waits.</summary>
internal sealed partial class BalanceCheck(DeliveryBooks books, LedgerMetrics metrics, TimeProvider time, ILogger<BalanceCheck> logger) : RepeatedLook(Pause, Pause, time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    private HashSet<(string Site, string Destination)> _shown = [];
    private volatile bool _isOut;

    /// <summary>Whether they do not balance.</summary>
    public bool IsOut => _isOut;

    /// <inheritdoc/>
    public override async Task LookAsync(CancellationToken stop)
    {
        var balances = await books.ReadAsync(Balances.Of);
        var shown = new HashSet<(string Site, string Destination)>();
        foreach (var balance in balances)
        {
            metrics.Imbalance(balance.Site, balance.Destination ?? string.Empty, balance.In - balance.Out);
            if (balance.Destination is { } destination)
            {
                var age = balance.Waiting.Oldest is { } minute ? Time.GetUtcNow() - Minutes.Begin(minute) : TimeSpan.Zero;
                metrics.Pending(balance.Site, destination, balance.Waiting.Count, balance.Waiting.Bytes, age);
                shown.Add((balance.Site, destination));
            }
        }

        // A figure stays as it was told last, also that of a destination which is configured no longer.
        foreach (var (site, destination) in _shown.Except(shown))
        {
            metrics.Imbalance(site, destination, 0);
            metrics.Pending(site, destination, 0, 0, TimeSpan.Zero);
        }

        _shown = shown;

        Note(balances.Find(static balance => !balance.Holds));
    }

    /// <inheritdoc/>
    protected override void LookFailed(Exception trouble) => LogUnread(trouble);

    private void Note(Balance? wrong)
    {
        if (wrong is not null && !_isOut)
        {
            LogOut(wrong.Site, wrong.Destination, wrong.In, wrong.Out);
        }
        else if (wrong is null && _isOut)
        {
            LogBalanced();
        }

        _isOut = wrong is not null;
    }

    [LoggerMessage(1803, LogLevel.Critical, "The books do not balance: of site {Site}, destination {Destination}, {In} events came in and {Out} are accounted for. This is a fault of the edge; please report it.")]
    private partial void LogOut(string site, string? destination, long @in, long @out);

    [LoggerMessage(1804, LogLevel.Information, "The books balance again.")]
    private partial void LogBalanced();

    [LoggerMessage(1805, LogLevel.Error, "The books of deliveries could not be read; it is tried again.")]
    private partial void LogUnread(Exception trouble);
}
