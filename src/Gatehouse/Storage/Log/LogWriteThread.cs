using Gatehouse.Diagnostics;
using Gatehouse.Events;

namespace Gatehouse.Storage.Log;

/// <summary>The one thread that writes: takes what waits into one transaction, commits it with one sync, answers all of it.</summary>
internal sealed class LogWriteThread : IDisposable
{
    private static readonly TimeSpan RetryFull = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryFailed = TimeSpan.FromSeconds(1);

    private readonly AppendQueue _queue;
    private readonly Committer _committer;
    private readonly LogMetrics _metrics;
    private readonly Thread _thread;

    public LogWriteThread(AppendQueue queue, Committer committer, LogMetrics metrics)
    {
        (_queue, _committer, _metrics) = (queue, committer, metrics);
        _thread = new(Run) { IsBackground = true, Name = "gatehouse-log-writer" };
        _thread.Start();
    }

    /// <summary>Writes what waits, then stops.</summary>
    public void Dispose()
    {
        _queue.Close();
        _thread.Join();
        _committer.Dispose();
    }

    private void Run()
    {
        var appends = new List<PendingAppend>();
        while (_queue.Take(appends))
        {
            var status = _committer.Commit(appends);
            _queue.Done(appends);
            foreach (var append in appends)
            {
                append.Release();
                _metrics.Append(OutcomeOf(status));
                append.SetResult(status == AppendStatus.Stored ? append.Answer : new(status, RetryAfter: status == AppendStatus.DiskFull ? RetryFull : RetryFailed));
            }

            appends.Clear();
        }

        // What was refused a moment ago is not to be forgotten by a stop.
        _committer.Finish();
    }

    private static string OutcomeOf(AppendStatus status) => status switch
    {
        AppendStatus.Stored => "stored",
        AppendStatus.DiskFull => "disk_full",
        _ => "failed",
    };
}
