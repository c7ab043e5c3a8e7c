using Gatehouse.Diagnostics;
using Gatehouse.Events;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Storage.Log;

/// <summary>The log on disk, as <c>docs/formats/log.md</c> says.</summary>
internal sealed partial class EventLog : IEventLog, IDisposable
{
    private const int ReadThreads = 2;
    private static readonly TimeSpan RetryOverloaded = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly FolderLock _lock;
    private readonly LogParts _parts;
    private readonly ILogger _logger;
    private readonly AppendQueue _queue;
    private readonly RefusedCounts _refused;
    private readonly Housekeeper _housekeeper;
    private readonly LogWriteThread _writer;
    private readonly IntervalSync? _sync;
    private readonly LogReader _reader;
    private readonly EventFinder _finder;
    private readonly WorkThreads _readThreads = new("gatehouse-log-reader", ReadThreads);
    private readonly CursorWriter _cursors;
    private readonly CancellationTokenSource _closing = new();
    private int _isDisposed;

    private EventLog(FolderLock folderLock, LogParts parts)
    {
        (_lock, _parts, _logger) = (folderLock, parts, parts.Logger);
        _queue = new(parts.Options.QueueRecords, parts.Options.QueueBytes);
        _housekeeper = new(parts);
        _cursors = new(parts, _housekeeper);
        _refused = new(parts.Time, _queue.Nudge);
        var committer = new Committer(parts, _housekeeper, _refused);
        committer.Start();
        _writer = new(_queue, committer, parts.Metrics);
        _sync = parts.Options.Durability == LogDurability.Interval ? new(parts) : null;
        _reader = new(parts.Catalogue, parts.Readers, parts.Metrics, parts.Logger);
        _finder = new(parts.Catalogue, parts.Ids, parts.Readers);
        parts.Metrics.Observe(
            parts.Options.Durability == LogDurability.Fsync ? "fsync" : "interval",
            () => _queue.Records, () => parts.Disk.Bytes, () => parts.Disk.Level, () => parts.Catalogue.Next, () => parts.Catalogue.First);
        _housekeeper.Tidy();
    }

    /// <inheritdoc/>
    public Guid Id => _parts.Id;

    /// <inheritdoc/>
    public long First => _parts.Catalogue.First;

    /// <inheritdoc/>
    public long Next => _parts.Catalogue.Next;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Readers => _parts.Cursors.Readers;

    /// <summary>Opens the log, and makes it when there is none.</summary>
    /// <param name="options">How it is kept.</param>
    /// <param name="time">The clock.</param>
    /// <param name="metrics">Its figures.</param>
    /// <param name="logger">Told of trouble.</param>
    /// <param name="settings">More pragmas of the writing connection.</param>
    /// <param name="hook">Called at places where a test may let the disk fail.</param>
    /// <exception cref="StorageException">The folder cannot be used; the message says why.</exception>
    public static EventLog Open(EventLogOptions options, TimeProvider time, LogMetrics metrics, ILogger<EventLog> logger, string settings = "", Action<LogStep>? hook = null)
    {
        var folderLock = FolderLock.Take(options.Folder, "log.lock");
        LogParts? parts = null;
        var ids = new RememberedIds();
        try
        {
            parts = new LogOpening(ids, options, time, metrics, logger).Open(settings, hook);
            return new(folderLock, parts);
        }
        catch (Exception error)
        {
            parts?.Cursors.Dispose();
            ids.Dispose();
            folderLock.Dispose();
            throw error is SqliteException or IOException or UnauthorizedAccessException ? new StorageException($"The log in '{options.Folder}' cannot be opened: {error.Message}", error) : error;
        }
    }

    /// <inheritdoc/>
    public ValueTask<AppendResult> AppendAsync(EventBatch batch, CancellationToken cancellationToken)
    {
        // Asked before the work of encoding, which an overloaded machine has no time for.
        if (_queue.IsFull)
        {
            return new(Refuse(batch));
        }

        var append = new PendingAppend(batch, _parts.Options.Durability);
        if (!_queue.TryAdd(append))
        {
            append.Release();
            return new(Refuse(batch));
        }

        return new(cancellationToken.CanBeCanceled ? append.Task.WaitAsync(cancellationToken) : append.Task);
    }

    /// <inheritdoc/>
    public void CountRefused(string site, string reason, int count) => _refused.Add([new(site, reason, count)]);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LogEntry>> ReadAsync(long from, int mostEntries, int mostBytes, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        while (true)
        {
            await _parts.Catalogue.WaitForAsync(from, ending.Token);
            ending.Token.ThrowIfCancellationRequested();
            var oldest = First;
            if (from >= oldest && _parts.Tail.Read(from, mostEntries, mostBytes) is { } newest)
            {
                return newest;
            }

            try
            {
                var start = from;
                var (entries, next) = await _readThreads.RunAsync(() => _reader.Read(start, mostEntries, mostBytes)).WaitAsync(ending.Token);
                if (entries.Count > 0)
                {
                    return entries;
                }

                from = next;
            }
            catch (Exception error) when (error is SqliteException or IOException)
            {
                // When a file was trimmed under the reader's hands, the next one is there at once.
                if (First == oldest)
                {
                    LogUnread(from, error.Message);
                    await Task.Delay(Pause, _parts.Time, ending.Token);
                }
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<long?> FindAsync(string site, string messageId, CancellationToken cancellationToken) =>
        await _readThreads.RunAsync(() => _finder.Find(Fingerprint.Of(site, messageId))).WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public (long First, long Next) Within(DateTimeOffset from, DateTimeOffset to)
    {
        var next = Next;
        return TimeSpanPositions.Of(_parts.Catalogue.Segments.ToArray().Select(static one => (one.First, one.End, new DateTimeOffset(one.NewestTicks, TimeSpan.Zero))), next, from, to);
    }

    /// <inheritdoc/>
    public async ValueTask<long> ReadCursorAsync(string reader, CancellationToken cancellationToken)
    {
        if (_parts.Cursors.Find(reader) is { } position)
        {
            return position;
        }

        // From now on the reader is waited for, so that nothing is trimmed that it would still read.
        var first = First;
        _parts.Cursors.Note(reader, first);
        await _cursors.WriteAsync(cancellationToken);
        return first;
    }

    /// <inheritdoc/>
    public ValueTask StoreCursorAsync(string reader, long position, CancellationToken cancellationToken)
    {
        _parts.Cursors.Note(reader, position);
        if (_parts.Options.Durability != LogDurability.Fsync)
        {
            // After a power cut the log may end before what its readers have done. Where the next event goes, the foremost cursor says.
            return _cursors.WriteAsync(cancellationToken);
        }

        _cursors.WriteSoon();
        return default;
    }

    /// <inheritdoc/>
    public ValueTask ForgetCursorAsync(string reader, CancellationToken cancellationToken)
    {
        _parts.Cursors.Forget(reader);
        return _cursors.WriteAsync(cancellationToken);
    }

    /// <summary>Writes what waits, and closes the files.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            return;
        }

        _closing.Cancel();
        _writer.Dispose();
        _refused.Dispose();
        _sync?.Dispose();
        _housekeeper.Dispose();
        _readThreads.Dispose();
        _cursors.Dispose();
        _parts.Readers.Dispose();
        _parts.Ids.Dispose();
        _parts.Cursors.Dispose();
        _closing.Dispose();
        _lock.Dispose();
    }

    private AppendResult Refuse(EventBatch batch)
    {
        var status = _queue.IsClosed ? AppendStatus.Failed : AppendStatus.Overloaded;
        _refused.Add(RefusedCount.Of(batch, RefusalReasons.Of(status)));
        if (status == AppendStatus.Failed)
        {
            return new(status);
        }

        _parts.Metrics.Append("overloaded");
        return new(status, RetryAfter: RetryOverloaded);
    }

    [LoggerMessage(1920, LogLevel.Error, "The log could not be read at position {From}: {Finding}. It is tried again.")]
    private partial void LogUnread(long from, string finding);
}
