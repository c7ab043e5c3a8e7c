using Microsoft.Extensions.Logging;

namespace Gatehouse.Storage.Log;

/// <summary>
/// Syncs the WAL at an interval, in the mode where commits do not. SQLite locks the database file and never the WAL, so another
/// handle of the WAL may come and go.
/// </summary>
internal sealed partial class IntervalSync : IDisposable
{
    private readonly ManualResetEventSlim _stop = new();
    private readonly LogParts _parts;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private long _synced;
    private bool _isInTrouble;

    public IntervalSync(LogParts parts)
    {
        (_parts, _logger) = (parts, parts.Logger);
        _thread = new(Run) { IsBackground = true, Name = "gatehouse-log-sync" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }

    private void Run()
    {
        while (!_stop.Wait(_parts.Options.Interval))
        {
            Sync();
        }

        Sync();
    }

    private void Sync()
    {
        var next = _parts.Catalogue.Next;
        if (next == _synced)
        {
            return;
        }

        try
        {
            // The one before is synced when it is sealed, which may be a moment after the new one has begun.
            var segments = _parts.Catalogue.Segments;
            foreach (var segment in segments[Math.Max(0, segments.Length - 2)..])
            {
                if (File.Exists(segment.Path + "-wal"))
                {
                    using var wal = File.OpenHandle(segment.Path + "-wal", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
                    RandomAccess.FlushToDisk(wal);
                }
            }

            _synced = next;
            _isInTrouble = false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (!_isInTrouble)
            {
                LogTrouble(error.Message);
            }

            _isInTrouble = true;
        }
    }

    [LoggerMessage(1921, LogLevel.Error, "The log could not be synced: {Finding}. Until it is, a power cut costs more than the interval.")]
    private partial void LogTrouble(string finding);
}
