using Microsoft.Data.Sqlite;

namespace Gatehouse.Storage.Log;

/// <summary>Finds where an event is by its message id, as long as that is remembered. The newest one, if an id was forgotten and came again.</summary>
internal sealed class EventFinder(Catalogue catalogue, RememberedIds ids, SegmentReaders readers)
{
    /// <summary>The event's position. Null: the id is not remembered.</summary>
    public long? Find(UInt128 id)
    {
        foreach (var segment in Unsealed())
        {
            if (Search(segment, id) is { } position)
            {
                return position;
            }
        }

        var all = ids.All;
        for (var i = all.Length - 1; i >= 0; i--)
        {
            if (FindSealed(all[i], id) is { } position)
            {
                return position;
            }
        }

        return null;
    }

    /// <summary>The open segment; for a moment also the one before it, while its ids are handed over.</summary>
    private List<Segment> Unsealed()
    {
        var segments = catalogue.Segments;
        var unsealed = new List<Segment>();
        for (var i = segments.Length - 1; i >= Math.Max(0, segments.Length - 2); i--)
        {
            var isSealed = false;
            foreach (var known in ids.All)
            {
                isSealed |= known.Segment == segments[i];
            }

            if (!isSealed)
            {
                unsealed.Add(segments[i]);
            }
        }

        return unsealed;
    }

    private long? FindSealed(SealedIds known, UInt128 id) => known.File is not { } file ? Search(known.Segment, id)
        : file.PositionOf(id) is { } position ? position
        : file.Contains(id) && catalogue.Segments.Contains(known.Segment) ? Search(known.Segment, id)
        : null;

    private long? Search(Segment segment, UInt128 id)
    {
        SegmentReader? reader = null;
        try
        {
            reader = readers.Rent(segment);
            return reader.Find(id);
        }
        catch (SqliteException error) when (SqliteErrors.IsCorruption(error) || !catalogue.Segments.Contains(segment))
        {
            return null;
        }
        catch
        {
            reader?.Dispose();
            reader = null;
            throw;
        }
        finally
        {
            readers.Return(reader);
        }
    }
}
