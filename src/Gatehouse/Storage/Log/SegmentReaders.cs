namespace Gatehouse.Storage.Log;

/// <summary>Connections that read segments, kept for the next read; the one that rested longest gives way.</summary>
internal sealed class SegmentReaders : IDisposable
{
    private const int MostIdle = 4;

    private readonly Lock _gate = new();
    private readonly List<SegmentReader> _idle = [];
    private readonly HashSet<Segment> _forgotten = [];
    private int _lent;

    /// <summary>A reader of a segment, for one at a time. Each call is followed by <see cref="Return"/>, also when it throws.</summary>
    public SegmentReader Rent(Segment segment)
    {
        lock (_gate)
        {
            _lent++;
            var index = _idle.FindLastIndex(reader => reader.Segment == segment);
            if (index >= 0)
            {
                var reader = _idle[index];
                _idle.RemoveAt(index);
                return reader;
            }
        }

        return new(segment);
    }

    /// <summary>Takes a reader back. Null: it is not to be used again.</summary>
    public void Return(SegmentReader? reader)
    {
        lock (_gate)
        {
            if (reader is not null && !_forgotten.Contains(reader.Segment))
            {
                _idle.Add(reader);
                reader = null;
                if (_idle.Count > MostIdle)
                {
                    reader = _idle[0];
                    _idle.RemoveAt(0);
                }
            }

            if (--_lent == 0)
            {
                _forgotten.Clear();
            }
        }

        reader?.Dispose();
    }

    /// <summary>Closes what is open of a segment, now or when it comes back, so that its deletion frees the disk.</summary>
    public void Forget(Segment segment)
    {
        List<SegmentReader> closing;
        lock (_gate)
        {
            closing = _idle.FindAll(reader => reader.Segment == segment);
            _idle.RemoveAll(closing.Contains);
            if (_lent > 0)
            {
                _forgotten.Add(segment);
            }
        }

        closing.ForEach(static reader => reader.Dispose());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _idle.ForEach(static reader => reader.Dispose());
        _idle.Clear();
    }
}
