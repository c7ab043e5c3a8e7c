namespace Gatehouse.Tests.Delivery.Readers;

/// <summary>The system's time, but short waits are a hundred times shorter.</summary>
internal sealed class HurriedTime : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime > TimeSpan.Zero && dueTime < TimeSpan.FromSeconds(5) ? dueTime / 100 : dueTime, period);
}
