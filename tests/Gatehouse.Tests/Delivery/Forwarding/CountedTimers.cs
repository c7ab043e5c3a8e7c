using System.Threading.Channels;

namespace Gatehouse.Tests.Delivery.Forwarding;

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
    public async Task WaitForAsync(TimeSpan length)
    {
        await foreach (var begun in _begun.Reader.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            if (begun == length)
            {
                return;
            }
        }
    }
}
