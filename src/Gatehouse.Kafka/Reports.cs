namespace Gatehouse.Kafka;

/// <summary>The reports of one attempt. They come on librdkafka's thread.</summary>
internal sealed class Reports(int count)
{
    private readonly Report?[] _reports = new Report?[count];

    // What goes on here must not hold up librdkafka's thread, which brings the reports of all.
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _open = count;

    /// <summary>Ends when every record has its report.</summary>
    public Task All => _all.Task;

    /// <summary>What became of a record. Null: nothing was heard of it yet.</summary>
    public Report? this[int record] => Volatile.Read(ref _reports[record]);

    /// <summary>Notes what became of a record, once.</summary>
    public void Note(int record, Report report)
    {
        Volatile.Write(ref _reports[record], report);
        if (Interlocked.Decrement(ref _open) == 0)
        {
            _all.TrySetResult();
        }
    }
}
