using System.Threading.Channels;

namespace Gatehouse.Tests.Delivery.Readers;

/// <summary>Another time, which tells what waits were begun.</summary>
internal sealed class CountedTimers(TimeProvider inner) : TimeProvider
{
    private readonly Channel<TimeSpan> _begun = Channel.CreateUnbounded<TimeSpan>();

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = inner.CreateTimer(callback, state, dueTime, period);
        _begun.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Waits until a wait of a length has begun.</summary>
    public Task WaitForAsync(TimeSpan length) => WaitForAsync(begun => begun == length);

    /// <summary>Waits until a wait of such a length has begun.</summary>
    public async Task WaitForAsync(Func<TimeSpan, bool> isIt)
    {
        await foreach (var begun in _begun.Reader.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            if (isIt(begun))
            {
                return;
            }
        }
    }
}
