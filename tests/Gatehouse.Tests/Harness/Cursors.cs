using Gatehouse.Events;

namespace Gatehouse.Tests.Harness;

/// <summary>Waits for readers of the log.</summary>
internal static class Cursors
{
    /// <summary>Waits until a reader has passed all events that there are.</summary>
    public static async Task WaitAsync(IEventLog log, string reader)
    {
        var next = log.Next;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (await log.ReadCursorAsync(reader, limit.Token) < next)
        {
            await Task.Delay(2, limit.Token);
        }
    }
}
