using Microsoft.Extensions.Logging;

namespace Gatehouse.Storage.Log;

/// <content>The ids of sealed segments.</content>
internal sealed partial class Housekeeper
{
    private void WriteIds()
    {
        foreach (var ids in _parts.Ids.All)
        {
            if (ids.Set is { } set)
            {
                _parts.Hook?.Invoke(LogStep.WriteIds);
                ids.MoveTo(IdsFile.Write(_parts.Options.Folder, ids.Segment, PlacedIds.Of(ids.Segment, set)));
            }
        }
    }

    /// <summary>Reads one ids file that was not read before, so that a seal never waits for all of them.</summary>
    private void CheckIds()
    {
        foreach (var ids in _parts.Ids.All)
        {
            if (ids.File is not { IsChecked: false } file)
            {
                continue;
            }

            if (!file.Check())
            {
                LogIdsDamaged(file.Path);
                Renew(ids, file);
            }

            Tidy();
            return;
        }
    }

    /// <summary>Takes the ids from the segment again, if it is still there.</summary>
    private void Renew(SealedIds ids, IdsFile file)
    {
        if (_parts.Catalogue.Segments.Contains(ids.Segment))
        {
            _parts.Ids.Replace(ids, new(ids.Segment, SegmentIds.Read(ids.Segment, _logger)));
        }
        else
        {
            _parts.Ids.Remove(ids);
            File.Delete(file.Path);
        }
    }

    private void ForgetIds()
    {
        var oldest = (_parts.Time.GetUtcNow() - _parts.Options.DedupWindow).UtcTicks;
        var memory = 0L;
        foreach (var ids in _parts.Ids.All)
        {
            memory += ids.File?.MemoryBytes ?? 0;
        }

        foreach (var ids in _parts.Ids.All)
        {
            if (ids.File is not { } file || (file.NewestTicks >= oldest && memory <= _parts.Options.DedupBytes))
            {
                break;
            }

            if (file.NewestTicks >= oldest)
            {
                _parts.Metrics.IdsForgotten(file.Count);
                LogForgotten(file.Count);
            }

            // The writer may be reading it: the handle is closed by its finalizer, when nobody can.
            memory -= file.MemoryBytes;
            _parts.Ids.Remove(ids);
            File.Delete(file.Path);
        }
    }

    [LoggerMessage(1918, LogLevel.Warning, "{Count} message ids are forgotten before their window has passed, because their memory is used up. Repeats of them would be stored again.")]
    private partial void LogForgotten(int count);

    [LoggerMessage(1926, LogLevel.Error, "The message ids {Path} are damaged. Those of a segment that is still there are read from it; repeats of the others would be stored again.")]
    private partial void LogIdsDamaged(string path);
}
