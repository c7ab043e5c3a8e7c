using Gatehouse.Delivery.Books;
using Gatehouse.Storage;

namespace Gatehouse.Tests.Delivery.Books;

/// <summary>Tidying holds nobody up.</summary>
public sealed class BookTidyingTests : IAsyncDisposable
{
    private readonly BooksFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task A_step_is_no_more_work_with_weeks_of_minutes()
    {
        await _folder.OpenAsync();
        await _folder.DestinationAsync("shop", "hook");
        var first = await WorkAsync(minutes: 10);
        var later = await WorkAsync(minutes: 20_000);

        Assert.InRange(later, 1, first);
    }

    [Fact]
    public async Task Each_site_and_destination_has_its_turn()
    {
        await _folder.OpenAsync();
        await _folder.DestinationAsync("shop", "hook");
        var old = Minutes.Of(_folder.Time.GetUtcNow()) - (31 * 24 * 60);
        await _folder.Books.WriteAsync(writer =>
        {
            for (var minute = old; minute < old + 120; minute++)
            {
                writer.Count("shop", minute, IntakeKind.Received, string.Empty, 1, 10);
                writer.Count("blog", minute, IntakeKind.Received, string.Empty, 1, 10);
                writer.Count(1, new OutcomeKey(minute, Outcome.Delivered), 1);
            }

            var tidying = new BookTidying();
            for (var turn = 0; turn < 3; turn++)
            {
                tidying.Run(writer, _folder.Time.GetUtcNow());
            }
        });

        Assert.Equal("0 120 1200 0 120 1200", await _folder.ScalarAsync("SELECT group_concat(text, ' ') FROM (SELECT sum(minute % 60) || ' ' || sum(count) || ' ' || sum(bytes) AS text FROM intake WHERE minute >= 0 GROUP BY site)"));
        Assert.Equal("0 120", await _folder.ScalarAsync("SELECT sum(minute % 60) || ' ' || sum(count) FROM outcomes WHERE minute >= 0"));
    }

    /// <summary>Adds minutes before now, and says what the turns of the site and of the destination take.</summary>
    private async Task<long> WorkAsync(int minutes)
    {
        var (steps, now) = (0L, Minutes.Of(_folder.Time.GetUtcNow()));
        await _folder.Books.WriteAsync(writer =>
        {
            SqliteFile.Execute(writer.Connection, $"""
                WITH RECURSIVE ago(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM ago WHERE n < {minutes})
                INSERT OR REPLACE INTO intake SELECT 'shop', {now} - n, 1, '', 1, 1 FROM ago;
                WITH RECURSIVE ago(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM ago WHERE n < {minutes})
                INSERT OR REPLACE INTO outcomes SELECT 1, {now} - n, 1, '', 1 FROM ago;
                """);
            var tidying = new BookTidying();

            // What is made once is not of interest.
            tidying.Run(writer, _folder.Time.GetUtcNow());
            tidying.Run(writer, _folder.Time.GetUtcNow());
            steps = SqliteWork.StepsOf(writer.Connection, () =>
            {
                tidying.Run(writer, _folder.Time.GetUtcNow());
                tidying.Run(writer, _folder.Time.GetUtcNow());
            });
        });
        return steps;
    }
}
