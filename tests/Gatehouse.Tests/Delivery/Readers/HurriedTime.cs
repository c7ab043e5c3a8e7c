namespace Gatehouse.Tests.Delivery.Readers;

/// <summary>The system's time, but short waits are a hundred times shorter.</summary>
/// <param name="under">What is short. Null: less than 5 s, so that time-outs stay.</param>
internal sealed class HurriedTime(TimeSpan? under = null) : TimeProvider
{
    private readonly TimeSpan _under = under ?? TimeSpan.FromSeconds(5);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime > TimeSpan.Zero && dueTime < _under ? dueTime / 100 : dueTime, period);
}
