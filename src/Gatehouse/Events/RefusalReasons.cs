namespace Gatehouse.Events;

/// <summary>The reasons of the log itself for not taking an event; they stand beside those that an event can have.</summary>
internal static class RefusalReasons
{
    /// <summary>Too much waits for the disk.</summary>
    public const string Overload = "overload";

    /// <summary>The disk, or the log's share of it, is full.</summary>
    public const string DiskFull = "disk_full";

    /// <summary>The disk does not do its work.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>The event is of a class that is given up while the disk is nearly used up.</summary>
    public const string Shed = "shed";

    /// <summary>Why nothing of a batch is stored.</summary>
    public static string Of(AppendStatus status) => status switch
    {
        AppendStatus.Overloaded => Overload,
        AppendStatus.DiskFull => DiskFull,
        _ => Unavailable,
    };
}
