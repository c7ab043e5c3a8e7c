using Gatehouse.Profiles;
using Gatehouse.Storage;

namespace Gatehouse.Tests.Storage;

public sealed class ProfileReadSlotsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly StallingConnection _connection = new();

    public void Dispose() => _connection.Dispose();

    [Fact]
    public async Task A_page_goes_on_at_its_deadline_while_its_read_is_stuck_in_the_disk()
    {
        using var slots = new ProfileReadSlots(() => _connection, 1);
        using var deadline = new CancellationTokenSource();
        var read = new PendingRead(Key("a"), isOnPool: true);
        slots.TryTake()!.Start(read);
        var page = WaitAsync(read, deadline.Token);
        await _connection.Asked.WaitAsync(Patience, TestContext.Current.CancellationToken);

        await deadline.CancelAsync();

        Assert.False(await page.WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.Null(slots.TryTake());
        _connection.GoOn();
        Assert.Equal(StoreOutcome.Done, (await read.Task.WaitAsync(Patience, TestContext.Current.CancellationToken)).Outcome);
        Assert.NotNull(TakeAndGiveBack(slots));
    }

    [Fact]
    public async Task A_read_that_nobody_waits_for_any_more_does_not_ask_the_disk()
    {
        using var slots = new ProfileReadSlots(() => _connection, 1);
        var read = new PendingRead(Key("a"), isOnPool: true) { IsAbandoned = true };

        slots.TryTake()!.Start(read);

        Assert.Equal(StoreOutcome.Abandoned, (await read.Task.WaitAsync(Patience, TestContext.Current.CancellationToken)).Outcome);
        Assert.False(_connection.Asked.IsCompleted);
    }

    [Fact]
    public async Task Closing_waits_for_the_read_under_way_and_takes_no_more()
    {
        var slots = new ProfileReadSlots(() => _connection, 2);
        var read = new PendingRead(Key("a"), isOnPool: true);
        slots.TryTake()!.Start(read);
        await _connection.Asked.WaitAsync(Patience, TestContext.Current.CancellationToken);

        var closing = Task.Factory.StartNew(slots.Dispose, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        while (slots.TryTake() is { } early)
        {
            early.Start(new(Key("b"), isOnPool: true) { IsAbandoned = true });
        }

        Assert.False(_connection.IsDisposed);
        _connection.GoOn();
        await closing.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal(StoreOutcome.Done, (await read.Task.WaitAsync(Patience, TestContext.Current.CancellationToken)).Outcome);
        Assert.True(_connection.IsDisposed);
    }

    [Fact]
    public void Without_slots_every_read_is_left_to_others()
    {
        using var slots = new ProfileReadSlots(() => _connection, 0);

        Assert.Null(slots.TryTake());
    }

    private static ProfileKey Key(string id) => ProfileKey.TryCreate("shop", ProfileKind.Anonymous, id, out var key) ? key : throw new InvalidOperationException("No key.");

    private static async Task<bool> WaitAsync(PendingRead read, CancellationToken deadline)
    {
        await ((Task)read.Task).WaitAsync(deadline).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return read.Task.IsCompleted;
    }

    private static ProfileReadSlot? TakeAndGiveBack(ProfileReadSlots slots)
    {
        var slot = slots.TryTake();
        slot?.Start(new(Key("c"), isOnPool: true) { IsAbandoned = true });
        return slot;
    }

    /// <summary>A disk that answers when it is told to.</summary>
    private sealed class StallingConnection : IStoreConnection
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _goOn = new();

        public Task Asked => _asked.Task;

        public bool IsDisposed { get; private set; }

        public void GoOn() => _goOn.Set();

        public StoreRead Read(ProfileKey key)
        {
            _asked.TrySetResult();
            _goOn.Wait();
            return new(StoreOutcome.Done);
        }

        public void Dispose()
        {
            IsDisposed = true;
            _goOn.Set();
        }
    }
}
