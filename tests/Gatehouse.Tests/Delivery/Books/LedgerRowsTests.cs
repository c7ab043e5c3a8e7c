using Gatehouse.Delivery.Books;

namespace Gatehouse.Tests.Delivery.Books;

/// <summary>The ledger, by time and in total.</summary>
public sealed class LedgerRowsTests : IAsyncDisposable
{
    private readonly BooksFolder _folder = new();

    private DateTimeOffset Now => _folder.Time.GetUtcNow();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task Both_sides_are_told_by_the_time_of_receipt()
    {
        await _folder.OpenAsync();
        var hook = await _folder.DestinationAsync("shop", "hook");
        var begin = Now.AddMinutes(-119);
        var records = Enumerable.Range(0, 120).Select(minute => _folder.Log.Accept("shop", begin.AddMinutes(minute))).ToList();
        _folder.Log.Tally("shop", Now, duplicates: 2, shed: 1, refused: 3);
        _folder.Log.Accept("blog", Now);
        await _folder.CountAsync();
        var pass = new Pass { Cursor = 100 };
        pass.Count(records[0].Facts.ReceivedAt, Outcome.Filtered, "consent");
        pass.Bury(_folder.LetterOf(records[1]));
        records[2..99].ForEach(record => pass.Count(record.Facts.ReceivedAt, Outcome.Delivered));
        await hook.PassAsync(pass, 1 << 20, static _ => false);

        Assert.Equal(
            [
                "10:00 shop received 59", "10:00 shop accepted 59 (590)",
                "10:00 shop/hook delivered 57", "10:00 shop/hook filtered consent 1", "10:00 shop/hook dead refused 1",
                "11:00 shop received 60", "11:00 shop accepted 60 (600)",
                "11:00 shop/hook delivered 40", "11:00 shop/hook pending 20 (200) since 11:40",
                "12:00 shop received 7", "12:00 shop accepted 1 (10)", "12:00 shop duplicate 2", "12:00 shop shed 1", "12:00 shop refused invalid_json 3",
                "12:00 shop/hook pending 1 (10) since 12:00",
            ],
            (await _folder.RowsAsync("site=shop&by=hour&from=3h")).Select(Text));
        Assert.Equal(
            ["10:01 shop received 1", "10:01 shop accepted 1 (10)", "10:01 shop/hook filtered consent 1", "10:02 shop received 1", "10:02 shop accepted 1 (10)", "10:02 shop/hook dead refused 1"],
            (await _folder.RowsAsync("site=shop&by=minute&from=2026-03-01T10:01Z&to=2026-03-01T10:03Z")).Select(Text));
        Assert.Equal(
            [
                "blog received 1", "blog accepted 1 (10)", "shop received 126", "shop accepted 120 (1200)", "shop duplicate 2", "shop shed 1", "shop refused invalid_json 3",
                "shop/hook delivered 97", "shop/hook filtered consent 1", "shop/hook dead refused 1", "shop/hook pending 21 (210) since 11:40",
            ],
            (await _folder.RowsAsync()).Select(Text));
        Assert.Equal(["shop received 60", "shop accepted 60 (600)", "shop/hook delivered 40", "shop/hook pending 20 (200) since 11:40"], (await _folder.RowsAsync("site=shop&from=1h&to=2026-03-01T12:00Z")).Select(Text));
    }

    [Fact]
    public async Task A_destination_that_is_gone_is_told_when_it_is_named()
    {
        await _folder.OpenAsync();
        var hook = await _folder.DestinationAsync("shop", "hook");
        await _folder.DestinationAsync("shop", "files");
        var record = _folder.Log.Accept("shop", Now);
        await _folder.CountAsync();
        var pass = new Pass { Cursor = 2 };
        pass.Count(record.Facts.ReceivedAt, Outcome.Delivered);
        await hook.PassAsync(pass, 1 << 20, static _ => false);
        await hook.SetGoneAsync();

        Assert.Equal(["shop received 1", "shop accepted 1 (10)", "shop/files pending 1 (10) since 12:00"], (await _folder.RowsAsync()).Select(Text));
        Assert.Equal(["shop received 1", "shop accepted 1 (10)", "shop/hook delivered 1"], (await _folder.RowsAsync("destination=hook")).Select(Text));
    }

    [Fact]
    public async Task Old_minutes_become_hours_and_old_hours_go_but_totals_stay()
    {
        await _folder.OpenAsync();
        var hook = await _folder.DestinationAsync("shop", "hook");
        var records = Enumerable.Range(0, 90).Select(minute => _folder.Log.Accept("shop", Now.AddMinutes(minute))).ToList();
        await _folder.CountAsync();
        var pass = new Pass { Cursor = 91 };
        records.ForEach(record => pass.Count(record.Facts.ReceivedAt, Outcome.Delivered));
        await hook.PassAsync(pass, 1 << 20, static _ => false);
        const string Query = "by=minute&from=2026-03-01T12:00Z&to=2026-03-01T15:00Z";
        Assert.Equal(270, (await _folder.RowsAsync(Query)).Count);

        _folder.Time.Advance(TimeSpan.FromDays(31));
        await _folder.TidyAsync();

        Assert.Equal(
            [
                "12:00 shop received 60", "12:00 shop accepted 60 (600)", "12:00 shop/hook delivered 60",
                "13:00 shop received 30", "13:00 shop accepted 30 (300)", "13:00 shop/hook delivered 30",
            ],
            (await _folder.RowsAsync(Query)).Select(Text));

        _folder.Time.Advance(TimeSpan.FromDays(800));
        await _folder.TidyAsync();

        Assert.Empty(await _folder.RowsAsync(Query));
        Assert.Equal(["shop received 90", "shop accepted 90 (900)", "shop/hook delivered 90", "shop/hook pending 0 (0)"], (await _folder.RowsAsync()).Select(Text));
    }

    private static string Text(LedgerRow row) => string.Concat(
        row.Minute is { } minute ? $"{Minutes.Begin(minute):HH:mm} " : string.Empty,
        row.Site,
        row.Destination is { } destination ? "/" + destination : string.Empty,
        " " + row.What,
        row.Reason.Length > 0 ? " " + row.Reason : string.Empty,
        $" {row.Count}",
        row.Bytes is { } bytes ? $" ({bytes})" : string.Empty,
        row.Oldest is { } oldest ? $" since {Minutes.Begin(oldest):HH:mm}" : string.Empty);
}
