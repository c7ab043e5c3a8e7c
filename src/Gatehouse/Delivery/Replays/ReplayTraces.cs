using System.Globalization;
using Gatehouse.Delivery.Readers;

namespace Gatehouse.Delivery.Replays;

/// <summary>What a replay has outside of the books while it is not finished: a cursor in the log, a folder of its destination.</summary>
internal static class ReplayTraces
{
    /// <summary>What the names of all their cursors in the log begin with.</summary>
    public const string ReaderPrefix = "replay:";

    /// <summary>A replay's number as text.</summary>
    public static string IdOf(long id) => id.ToString(CultureInfo.InvariantCulture);

    /// <summary>The name of its cursor in the log.</summary>
    public static string ReaderOf(long id) => ReaderPrefix + IdOf(id);

    /// <summary>Deletes both: the log waits for it no longer.</summary>
    public static async Task DeleteAsync(ReaderSurroundings around, Replay replay)
    {
        await around.Log.ForgetCursorAsync(ReaderOf(replay.Id), CancellationToken.None);
        var folder = around.FolderOf(replay.Site, replay.Destination, IdOf(replay.Id));
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            // It is small, and nobody reads it any more.
        }
    }
}
