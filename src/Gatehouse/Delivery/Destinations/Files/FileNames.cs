using System.Globalization;

namespace Gatehouse.Delivery.Destinations.Files;

/// <summary>Where files are and what they are called: <c>folder/site/2026-11-25/14/destination-id-position.ndjson.gz</c>.</summary>
/// <param name="options">Where, and how packed.</param>
/// <param name="context">Whose.</param>
/// <param name="id">Tells these files from all that another state wrote.</param>
internal sealed class FileNames(FilesOptions options, DestinationContext context, string id)
{
    /// <summary>What the name of a file ends with that takes events: a file that is not closed, or the journal of one.</summary>
    public const string Open = ".open";

    /// <summary>What the name of a Parquet file ends with while it is made.</summary>
    public const string Part = ".part";

    private readonly FileKind _kind = FileKind.Of(options);

    private readonly string _folder = Path.Combine(options.Folder, FolderName.Of(context.Site));

    private readonly string _start = FolderName.Of(context.Name) + "-" + id + (context.Replay is { } replay ? "-replay-" + FolderName.Of(replay) : string.Empty) + "-";

    /// <summary>The name of a file, without <see cref="Open"/>.</summary>
    /// <param name="hour">The hour in which its events were received.</param>
    /// <param name="first">Position of the first of them.</param>
    /// <param name="again">Which file of that name it is; from 1.</param>
    public string Of(DateTime hour, long first, int again = 1) => Path.Combine(
        _folder,
        hour.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        hour.ToString("HH", CultureInfo.InvariantCulture),
        string.Create(CultureInfo.InvariantCulture, $"{_start}{first:D19}{(again > 1 ? $"-{again}" : string.Empty)}{_kind.Extension}"));

    /// <summary>Whether a file is one that these settings would make.</summary>
    public bool Fits(string path) =>
        path.StartsWith(_folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)
        && Path.GetFileName(path).StartsWith(_start, StringComparison.Ordinal)
        && FileKind.Of(path) == _kind;

    /// <summary>The hour in which an event was received, in UTC.</summary>
    public static DateTime HourOf(DeliveryEvent @event)
    {
        var time = @event.ReceivedAt.UtcDateTime;
        return time.AddTicks(-(time.Ticks % TimeSpan.TicksPerHour));
    }
}
