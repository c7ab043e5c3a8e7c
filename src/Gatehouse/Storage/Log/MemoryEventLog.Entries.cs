using Gatehouse.Events;

namespace Gatehouse.Storage.Log;

/// <content>What is in memory. All of it is under the lock.</content>
internal sealed partial class MemoryEventLog
{
    private int LevelOf(long bytes) => bytes >= _budget ? DiskUse.Full : bytes >= _budget * 0.9 ? DiskUse.Critical : bytes >= _budget * 0.75 ? DiskUse.High : 0;

    private AppendResult Append(EventBatch batch, long needed)
    {
        Trim();
        while (_options.AtLimit == LimitPolicy.Oldest && _bytes + needed > _budget && _chunks is [{ Bytes: > 0 } oldest, ..])
        {
            var passed = _cursors.Count == 0 ? 0 : _cursors.Values.Min();
            _metrics.Lost("oldest", oldest.End - Math.Clamp(passed, oldest.First, oldest.End));
            Remove(oldest);
        }

        var level = LevelOf(_bytes + needed);
        if (level == DiskUse.Full && _bytes > 0)
        {
            return new(AppendStatus.DiskFull, RetryAfter: TimeSpan.FromSeconds(1));
        }

        var (stored, duplicates) = (0, 0);
        List<int>? shed = null;
        for (var i = 0; i < batch.Events.Count; i++)
        {
            var @event = batch.Events[i];
            var id = Fingerprint.Of(batch.Site, @event.MessageId);
            if (IsRemembered(id))
            {
                duplicates++;
            }
            else if (level >= DiskUse.Critical && IsShed(batch.Site, @event))
            {
                (shed ??= []).Add(i);
            }
            else
            {
                Add(batch, @event, id);
                stored++;
            }
        }

        var answer = new AppendResult(AppendStatus.Stored, stored, duplicates, shed);
        var sheet = new TallySheet();
        sheet.Add(batch, answer);
        if (stored + duplicates > 0)
        {
            Add(sheet);
        }
        else
        {
            _refused.Add(sheet.ToRefused());
        }

        return answer;
    }

    /// <summary>What was refused a moment ago. When there is no room it waits.</summary>
    private void WriteTallies()
    {
        lock (_gate)
        {
            var (counts, _) = _refused.Take();
            if (LevelOf(_bytes) == DiskUse.Full)
            {
                _refused.Add(counts);
                return;
            }

            var sheet = new TallySheet();
            sheet.Add(counts);
            Add(sheet);
        }

        _signal.Set();
    }

    private bool IsRemembered(UInt128 id) => _chunks.Exists(chunk => chunk.Ids.ContainsKey(id)) || _trimmed.Exists(chunk => chunk.Ids.ContainsKey(id));

    private bool IsShed(string site, ReceivedEvent @event)
    {
        if (_options.AtLimit != LimitPolicy.Shed || !_options.Shed.Any(rule => rule.Fits(@event)))
        {
            return false;
        }

        _metrics.Shed(site, EventTypes.NameOf(@event.Type));
        return true;
    }

    private void Add(EventBatch batch, ReceivedEvent @event, UInt128 id)
    {
        var chunk = Add(new LogRecord(_next, batch.Site, @event, batch.Facts), RecordCodec.MostBytes(batch.Site, @event, batch.Facts));
        chunk.Ids[id] = (int)(_next - 1 - chunk.First);
    }

    private void Add(TallySheet sheet)
    {
        foreach (var (site, tally) in sheet.Telling)
        {
            Add(new LogTally(_next, site, _time.GetUtcNow(), tally.Received, tally.Stored, tally.Duplicates, tally.Shed, tally.Refused), TallyBytes);
        }
    }

    private MemoryChunk Add(LogEntry entry, int bytes)
    {
        var chunk = _chunks[^1];
        if (chunk.Entries.Count == MemoryChunk.MostEntries || chunk.Bytes > _budget / 16)
        {
            chunk = new(_next);
            _chunks.Add(chunk);
        }

        chunk.Entries.Add(entry);
        chunk.End = _next + 1;
        chunk.Newest = _time.GetUtcNow();
        chunk.Bytes += bytes;
        Volatile.Write(ref _bytes, _bytes + bytes);
        Volatile.Write(ref _next, _next + 1);
        return chunk;
    }

    private List<LogEntry> Read(long from, int mostEntries, int mostBytes)
    {
        lock (_gate)
        {
            var entries = new List<LogEntry>();
            if (_chunks.Find(chunk => chunk.End > from) is { } chunk)
            {
                var bytes = 0L;
                for (var i = (int)Math.Max(0, from - chunk.First); i < chunk.Entries.Count && entries.Count < mostEntries && bytes < mostBytes; i++)
                {
                    entries.Add(chunk.Entries[i]);
                    bytes += chunk.Entries[i].Bytes;
                }
            }

            return entries;
        }
    }

    private void Trim()
    {
        var now = _time.GetUtcNow();
        var passed = _cursors.Count == 0 ? 0 : _cursors.Values.Min();
        while (_chunks is [{ Bytes: > 0 } chunk, ..] && chunk.End <= passed && (_options.Retain is not { } retain || now - chunk.Newest > retain))
        {
            _metrics.Trimmed(chunk.End - chunk.First);
            Remove(chunk);
        }

        while (_trimmed is [var oldest, ..] && (now - oldest.Newest > _options.DedupWindow || _trimmed.Sum(static chunk => (long)chunk.Ids.Count * SlotBytes) > _options.DedupBytes))
        {
            if (now - oldest.Newest <= _options.DedupWindow)
            {
                _metrics.IdsForgotten(oldest.Ids.Count);
            }

            _trimmed.RemoveAt(0);
        }
    }

    private void Remove(MemoryChunk chunk)
    {
        Volatile.Write(ref _bytes, _bytes - chunk.Bytes);
        chunk.Bytes = 0;
        chunk.Entries.Clear();
        _chunks.RemoveAt(0);
        _trimmed.Add(chunk);
        if (_chunks.Count == 0)
        {
            _chunks.Add(new(_next));
        }
    }
}
