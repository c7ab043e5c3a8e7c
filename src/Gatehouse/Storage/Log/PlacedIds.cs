using Microsoft.Data.Sqlite;

namespace Gatehouse.Storage.Log;

/// <summary>The ids of a segment, ascending, and where their events are.</summary>
/// <param name="Ids">The fingerprints.</param>
/// <param name="Offsets">How far each one's event is behind the segment's first position.</param>
internal sealed record PlacedIds(UInt128[] Ids, uint[] Offsets)
{
    /// <summary>The offset of an event of which nobody knows where it is.</summary>
    public const uint Unknown = uint.MaxValue;

    /// <summary>Reads them from a segment; from the set when the segment is damaged, and then without places.</summary>
    public static PlacedIds Of(Segment segment, FingerprintSet set)
    {
        if (!segment.IsDamaged)
        {
            try
            {
                using var connection = SqliteFile.Connect(segment.Path, "PRAGMA query_only = 1", SqliteOpenMode.ReadWrite);
                if (SegmentFile.ReadPlacedIds(connection, segment.First, set.Count) is { } placed)
                {
                    return placed;
                }
            }
            catch (SqliteException error) when (SqliteErrors.IsCorruption(error))
            {
                segment.MarkDamaged();
            }
        }

        var ids = set.ToSorted();
        var offsets = new uint[ids.Length];
        offsets.AsSpan().Fill(Unknown);
        return new(ids, offsets);
    }
}
