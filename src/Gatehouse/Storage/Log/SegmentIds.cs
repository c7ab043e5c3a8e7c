using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Storage.Log;

/// <summary>Reads the ids of a segment out of its events' file.</summary>
internal static partial class SegmentIds
{
    /// <summary>All of them, or, of a damaged segment, what can be read.</summary>
    public static FingerprintSet Read(Segment segment, ILogger logger)
    {
        var read = new FingerprintSet();
        using var connection = SqliteFile.Connect(segment.Path, "PRAGMA query_only = 1", SqliteOpenMode.ReadWrite);
        try
        {
            SegmentFile.ReadIds(connection, read);
        }
        catch (SqliteException error) when (SqliteErrors.IsCorruption(error))
        {
            segment.MarkDamaged();
            LogIdsLost(logger, segment.Path, error.Message);
        }

        return read;
    }

    [LoggerMessage(1925, LogLevel.Critical, "Ids of {Path} could not be read ({Finding}): repeats of its events may be stored again.")]
    private static partial void LogIdsLost(ILogger logger, string path, string finding);
}
