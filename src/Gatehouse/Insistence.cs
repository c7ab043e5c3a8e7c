namespace Gatehouse;

/// <summary>Tries again what a disk in trouble has not done, a full one say, until it is done.</summary>
internal sealed class Insistence(TimeProvider time)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Does it.</summary>
    /// <param name="operation">What is done.</param>
    /// <param name="failed">Told of each failure.</param>
    /// <param name="stop">Ends the waiting between two tries.</param>
    public async Task<T> OfAsync<T>(Func<Task<T>> operation, Action<Exception> failed, CancellationToken stop)
    {
        for (var wait = Shortest; ; wait = wait * 2 > Longest ? Longest : wait * 2)
        {
            try
            {
                return await operation();
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                failed(trouble);
            }

            await Task.Delay(wait, time, stop);
        }
    }

    /// <summary>Does it.</summary>
    /// <param name="operation">What is done.</param>
    /// <param name="failed">Told of each failure.</param>
    /// <param name="stop">Ends the waiting between two tries.</param>
    public Task OfAsync(Func<Task> operation, Action<Exception> failed, CancellationToken stop) => OfAsync(
        async () =>
        {
            await operation();
            return true;
        },
        failed,
        stop);
}
