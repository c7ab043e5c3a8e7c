using System.Globalization;
using Gatehouse.Delivery.Books;

namespace Gatehouse.Tests.Delivery.Books;

/// <summary>What waits is told exactly, and at the same cost, however much there is and has been.</summary>
public sealed class SpanTableTests : IAsyncDisposable
{
    private readonly BooksFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task Looking_at_the_balance_is_no_more_work_after_a_year_or_with_a_backlog()
    {
        await _folder.OpenAsync();
        var (hook, _) = (await _folder.DestinationAsync("shop", "hook"), await _folder.DestinationAsync("shop", "files"));
        await AcceptAsync(2);
        await PassAllAsync(hook);
        var atFirst = await WorkAsync();

        // One destination has passed them all, for the other they wait; each has a minute of its own.
        await AcceptAsync(5000);
        await PassAllAsync(hook);
        var later = await WorkAsync();

        Assert.InRange(int.Parse((await _folder.ScalarAsync("SELECT count(*) FROM spans"))!, CultureInfo.InvariantCulture), 15, 25);
        Assert.InRange(int.Parse((await _folder.ScalarAsync("SELECT max(length(runs)) FROM spans"))!, CultureInfo.InvariantCulture), 1, 4096);
        Assert.Equal([0, 5002], (await _folder.BalancesAsync()).Where(static one => one.Destination is not null).Select(static one => one.Waiting.Count).Order());
        Assert.Equal(atFirst, later);
    }

    [Fact]
    public async Task Steps_of_the_ledger_share_a_span()
    {
        await _folder.OpenAsync();
        await _folder.DestinationAsync("shop", "hook");
        for (var i = 0; i < 20; i++)
        {
            _folder.Log.Accept("shop", _folder.Time.GetUtcNow());
            await _folder.CountAsync();
        }

        Assert.Equal("1 21 20 200", await _folder.ScalarAsync("SELECT first || ' ' || next || ' ' || count || ' ' || bytes FROM spans"));
    }

    [Fact]
    public async Task What_waits_is_told_from_every_position()
    {
        await _folder.OpenAsync();
        var hook = await _folder.DestinationAsync("shop", "hook");
        var begin = _folder.Time.GetUtcNow();
        for (var i = 0; i < 700; i++)
        {
            _folder.Log.Accept(i % 3 == 0 ? "blog" : "shop", begin.AddMinutes(i / 10));
            if (i % 50 == 0)
            {
                await _folder.CountAsync();
            }
        }

        await _folder.CountAsync();
        var positions = _folder.Log.From(1, 700).OfType<Gatehouse.Events.LogRecord>().Where(static record => record.Site == "shop").ToList();
        for (var cursor = 1L; cursor <= 701; cursor += 7)
        {
            var left = positions.Where(record => record.Position >= cursor).ToList();
            var waiting = await _folder.Books.ReadAsync(connection => SpanTable.Waiting(connection, "shop", cursor));
            Assert.Equal(new(left.Count, left.Count * 10, left.Count == 0 ? null : Minutes.Of(left[0].Facts.ReceivedAt)), waiting);
            Assert.Equal(left.Select(static record => record.Position), await _folder.Books.ReadAsync(connection =>
                SpanTable.Runs(connection, "shop", cursor, long.MaxValue).SelectMany(static run => Enumerable.Range(0, run.Count).Select(i => run.First + i)).ToList()));
        }

        // Spans that were passed go; the others tell the same.
        await hook.PassAsync(new() { Cursor = 600 }, 0, static _ => false);
        await _folder.TidyAsync();
        Assert.Equal(positions.Count(static record => record.Position >= 600), (await _folder.Books.ReadAsync(static connection => SpanTable.Waiting(connection, "shop", 600))).Count);
        Assert.Equal("0", await _folder.ScalarAsync("SELECT count(*) FROM spans WHERE next <= 600 AND site = 'shop'"));
    }

    [Fact]
    public async Task With_another_log_nothing_is_lost_to_a_destination_that_was_gone()
    {
        await _folder.OpenAsync();
        await _folder.DestinationAsync("shop", "hook");
        await AcceptAsync(2);
        await (await _folder.DestinationAsync("shop", "hook")).SetGoneAsync();
        await _folder.CloseAsync();
        _folder.Log.BecomeAnother();
        await _folder.OpenAsync();

        Assert.Equal("0", await _folder.ScalarAsync("SELECT count(*) FROM outcomes"));
    }

    private async Task AcceptAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _folder.Log.Accept("shop", _folder.Time.GetUtcNow());
            _folder.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await _folder.CountAsync();
    }

    private async Task PassAllAsync(DestinationBook book)
    {
        var cursor = (await _folder.Books.ReadAsync(connection => BookQuestions.State(connection, "shop", "hook")))!.Cursor;
        var pass = new Pass { Cursor = _folder.Log.Next };
        foreach (var (minute, count) in await book.CountAsync(cursor, _folder.Log.Next))
        {
            pass.Count(minute, Outcome.Delivered, string.Empty, count);
        }

        await book.PassAsync(pass, 0, static _ => false);
    }

    private Task<long> WorkAsync() => _folder.Books.ReadAsync(static connection => SqliteWork.StepsOf(connection, () => Balances.Of(connection)));
}
