using Gatehouse.Delivery.Books;
using Gatehouse.Events;
using Gatehouse.Storage;

namespace Gatehouse.Tests.Delivery.Books;

/// <summary>Dead letters are kept within their bound, exactly, and cheaply.</summary>
public sealed class DeadLettersTests : IAsyncDisposable
{
    // What a letter takes beside its event.
    private const int Rest = 512;

    private readonly BooksFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task Keeping_the_bound_is_no_more_work_with_many_letters()
    {
        await _folder.OpenAsync();
        var hook = await _folder.DestinationAsync("shop", "hook");
        var work = new List<long>();
        foreach (var kept in new[] { 10, 1000 })
        {
            await BuryAsync(hook, kept, long.MaxValue);
            await _folder.Books.WriteAsync(writer => work.Add(SqliteWork.StepsOf(writer.Connection, () => DeadLetters.Trim(writer.Connection, hook.State.Id, long.MaxValue))));
            var bytes = long.Parse((await _folder.ScalarAsync("SELECT dead_bytes FROM destinations"))!, System.Globalization.CultureInfo.InvariantCulture);
            await _folder.Books.WriteAsync(writer => work.Add(SqliteWork.StepsOf(writer.Connection, () => DeadLetters.Trim(writer.Connection, hook.State.Id, bytes - 1))));
        }

        Assert.All(work, static steps => Assert.InRange(steps, 1, 200));
        Assert.Equal((work[0], work[1]), (work[2], work[3]));
    }

    [Fact]
    public async Task The_oldest_give_way_by_their_bytes_also_after_deletes_and_a_kill()
    {
        await _folder.OpenAsync();
        var (hook, files) = (await _folder.DestinationAsync("shop", "hook"), await _folder.DestinationAsync("shop", "files"));
        await BuryAsync(files, 2, long.MaxValue);
        await BuryAsync(hook, 10, long.MaxValue, bytes: 100);
        await _folder.Books.WriteAsync(static writer => Assert.True(DeadLetters.Delete(writer.Connection, 5)));
        await _folder.ReopenAfterKillAsync();
        hook = await _folder.DestinationAsync("shop", "hook");

        var gone = await BuryAsync(hook, 1, 4 * (100 + Rest), bytes: 100);

        Assert.Equal(6, gone);
        Assert.Equal("1 2 10 11 12 13", await _folder.ScalarAsync("SELECT group_concat(id, ' ') FROM (SELECT id FROM dead ORDER BY id)"));
        Assert.Equal(
            await _folder.ScalarAsync("SELECT group_concat(bytes, ' ') FROM (SELECT sum(length(event) + 512) AS bytes FROM dead GROUP BY destination ORDER BY destination)"),
            await _folder.ScalarAsync("SELECT group_concat(dead_bytes, ' ') FROM (SELECT dead_bytes FROM destinations ORDER BY id)"));
    }

    [Fact]
    public async Task A_letter_that_is_larger_than_the_bound_is_not_kept()
    {
        await _folder.OpenAsync();
        var hook = await _folder.DestinationAsync("shop", "hook");

        Assert.Equal(1, await BuryAsync(hook, 1, 1000, bytes: 2000));

        Assert.Equal("0", await _folder.ScalarAsync("SELECT (SELECT count(*) FROM dead) + sum(dead_bytes) FROM destinations"));
    }

    [Fact]
    public async Task The_letters_of_one_destination_are_found_without_going_through_those_of_others()
    {
        await _folder.OpenAsync();
        var (hook, files) = (await _folder.DestinationAsync("shop", "hook"), await _folder.DestinationAsync("shop", "files"));
        await BuryAsync(files, 1, long.MaxValue);
        var work = new List<long>();
        foreach (var others in new[] { 5, 1000 })
        {
            await BuryAsync(hook, others, long.MaxValue);
            work.Add(await _folder.Books.ReadAsync(static connection => SqliteWork.StepsOf(connection, () => Assert.Single(DeadLetters.List(connection, "shop", "files", 0, 10)))));
        }

        Assert.Equal(work[0], work[1]);
        Assert.Equal([1, 2, 3], await ListAsync(null, null, 0));
        Assert.Equal([3, 4, 5], await ListAsync("shop", null, 2));
        Assert.Equal([2, 3, 4], await ListAsync(null, "hook", 0));
        Assert.Empty(await ListAsync("blog", null, 0));

        Task<List<long>> ListAsync(string? site, string? destination, long after) =>
            _folder.Books.ReadAsync(connection => DeadLetters.List(connection, site, destination, after, 3).ConvertAll(static one => one.Id));
    }

    [Theory]
    [InlineData("x'7b22'")]
    [InlineData("x''")]
    [InlineData("x'5b5d'")]
    [InlineData("cast('{\"event\":\"\\ud800\"}' AS BLOB)")]
    [InlineData("cast('{\"event\":\"E\"} and more' AS BLOB)")]
    public async Task A_letter_whose_event_cannot_be_read_is_shown_and_does_not_hide_the_others(string damaged)
    {
        await _folder.OpenAsync();
        await BuryAsync(await _folder.DestinationAsync("shop", "hook"), 3, long.MaxValue);
        await _folder.Books.WriteAsync(writer => SqliteFile.Execute(writer.Connection, $"UPDATE dead SET event = {damaged} WHERE id = 2"));

        var letters = await _folder.Books.ReadAsync(static connection => DeadLetters.List(connection, null, null, 0, 10));

        Assert.Equal(["m1 True", "m2 False", "m3 True"], letters.Select(static one => $"{one.Letter.Event.MessageId} {one.IsReadable}"));
        Assert.False((await _folder.Books.ReadAsync(static connection => DeadLetters.Find(connection, 2)))!.IsReadable);
    }

    private async Task<int> BuryAsync(DestinationBook book, int count, long mostBytes, int bytes = 10)
    {
        LogRecord[] records = [.. Enumerable.Range(0, count).Select(_ => _folder.Log.Accept("shop", _folder.Time.GetUtcNow()))];
        await _folder.CountAsync();
        var pass = new Pass { Cursor = _folder.Log.Next };
        Array.ForEach(records, record => pass.Bury(_folder.LetterOf(record, bytes)));
        return await book.PassAsync(pass, mostBytes, static _ => false);
    }
}
