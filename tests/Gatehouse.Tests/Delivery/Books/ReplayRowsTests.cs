using Gatehouse.Delivery.Books;
using Gatehouse.Delivery.Replays;

namespace Gatehouse.Tests.Delivery.Books;

public sealed class ReplayRowsTests
{
    [Fact]
    public async Task With_another_log_no_replay_goes_on_and_none_can_be_resumed()
    {
        await using var folder = await OpenAsync();
        var (running, failed) = (await AddAsync(folder, "a"), await AddAsync(folder, "b"));
        await SetAsync(folder, failed, ReplayState.Failed);

        folder.Log.BecomeAnother();
        await folder.ReopenAsync();

        Assert.Empty(await folder.Books.ReadAsync(ReplayRows.Unfinished));
        Assert.All(
            await folder.Books.ReadAsync(ReplayRows.All),
            static replay => Assert.Equal((ReplayState.Cancelled, "the log was replaced"), (replay.State, replay.Reason)));
        Assert.NotEqual(running, failed);
    }

    [Fact]
    public async Task A_log_that_became_shorter_ends_a_replay_there()
    {
        await using var folder = await OpenAsync();
        var id = await AddAsync(folder, "a");

        folder.Log.ForgetFrom(4);
        await folder.ReopenAsync();

        var replay = (await folder.Books.ReadAsync(connection => ReplayRows.Find(connection, id)))!;
        Assert.Equal((1, 1, 4), (replay.First, replay.Cursor, replay.Next));
    }

    [Fact]
    public async Task Of_finished_ones_the_last_hundred_of_thirty_days_are_kept_and_numbers_are_not_given_again()
    {
        await using var folder = await OpenAsync();
        await FinishAsync(1);
        folder.Time.Advance(TimeSpan.FromDays(31));
        await FinishAsync(105);
        await SetAsync(folder, await AddAsync(folder, "a"), ReplayState.Paused);
        await folder.TidyAsync();

        Assert.Equal(Enumerable.Range(7, 101).Reverse().Select(static id => (long)id), (await folder.Books.ReadAsync(ReplayRows.All)).Select(static replay => replay.Id));

        async Task FinishAsync(int count)
        {
            for (var number = 0; number < count; number++)
            {
                folder.Time.Advance(TimeSpan.FromSeconds(1));
                await SetAsync(folder, await AddAsync(folder, "a"), ReplayState.Done);
            }
        }
    }

    private static async Task<BooksFolder> OpenAsync()
    {
        var folder = new BooksFolder();
        await folder.OpenAsync();
        await folder.DestinationAsync("shop", "a");
        await folder.DestinationAsync("shop", "b");
        for (var number = 0; number < 5; number++)
        {
            folder.Log.Accept("shop", folder.Time.GetUtcNow());
        }

        await folder.CountAsync();
        return folder;
    }

    private static async Task<long> AddAsync(BooksFolder folder, string destination)
    {
        long? id = null;
        await folder.Books.WriteAsync(writer => id = ReplayRows.Add(writer.Connection, new("shop", destination, new(), 100), 1, 6, folder.Time.GetUtcNow()));
        return id!.Value;
    }

    private static Task SetAsync(BooksFolder folder, long id, ReplayState state) =>
        folder.Books.WriteAsync(writer => ReplayRows.Set(writer.Connection, id, state, string.Empty, folder.Time.GetUtcNow()));
}
