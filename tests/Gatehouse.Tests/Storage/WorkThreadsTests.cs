using Gatehouse.Storage;

namespace Gatehouse.Tests.Storage;

public sealed class WorkThreadsTests
{
    [Fact]
    public async Task Work_beyond_the_bound_fails_like_a_disk_in_trouble_so_that_it_is_tried_again()
    {
        using var goOn = new ManualResetEventSlim();
        using var threads = new WorkThreads("test", 1);
        while (threads.TryAdd(goOn.Wait))
        {
            // Until it is full.
        }

        await Assert.ThrowsAsync<IOException>(() => threads.RunAsync(static () => 1));

        goOn.Set();
        Assert.Equal(2, await new Insistence(TimeProvider.System).OfAsync(() => threads.RunAsync(static () => 2), static _ => { }, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Work_after_closing_is_cancelled()
    {
        var threads = new WorkThreads("test", 1);
        threads.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => threads.RunAsync(static () => 1));
    }
}
