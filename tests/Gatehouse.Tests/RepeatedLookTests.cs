using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Tests;

public sealed class RepeatedLookTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_look_that_fails_or_that_a_full_queue_did_not_take_is_told_and_the_next_one_comes()
    {
        var time = new FakeTimeProvider();
        using var looks = new Looks(time, new InvalidOperationException(), new TaskCanceledException());
        await looks.StartAsync(Cancel);

        while (!looks.IsDone)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(1, Cancel);
        }

        await looks.StopAsync(Cancel);
        Assert.Equal([typeof(InvalidOperationException), typeof(TaskCanceledException)], looks.Failed.Select(static trouble => trouble.GetType()));
    }

    private sealed class Looks(TimeProvider time, params IEnumerable<Exception> troubles) : RepeatedLook(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), time)
    {
        private readonly Queue<Exception> _troubles = new(troubles);
        private volatile bool _isDone;

        public bool IsDone => _isDone;

        public List<Exception> Failed { get; } = [];

        public override Task LookAsync(CancellationToken stop)
        {
            var trouble = _troubles.TryDequeue(out var next) ? next : null;
            _isDone = trouble is null;
            return trouble is null ? Task.CompletedTask : Task.FromException(trouble);
        }

        protected override void LookFailed(Exception trouble) => Failed.Add(trouble);
    }
}
