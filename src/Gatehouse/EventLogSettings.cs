using Gatehouse.Events;
using Gatehouse.Sites;
using Gatehouse.Storage.Log;

namespace Gatehouse;

/// <summary>What is configured, in the words of the log.</summary>
internal static class EventLogSettings
{
    /// <summary>How the log is kept.</summary>
    public static EventLogOptions Of(EdgeSettings settings) => new()
    {
        Folder = Path.Combine(settings.Data, "log"),
        Durability = settings.Durability switch
        {
            Durability.Interval => LogDurability.Interval,
            Durability.Memory => LogDurability.Memory,
            _ => LogDurability.Fsync,
        },
        Interval = settings.Log.Interval,
        DedupWindow = settings.Log.DeduplicationWindow,
        DedupBytes = settings.Log.DeduplicationBytes,
        DiskBudget = settings.Log.DiskBudget,
        DiskReserve = settings.Log.DiskReserve,
        AtLimit = settings.Log.AtLimit switch
        {
            LogLimitPolicy.Shed => LimitPolicy.Shed,
            LogLimitPolicy.Oldest => LimitPolicy.Oldest,
            _ => LimitPolicy.Refuse,
        },
        Shed = [.. settings.Log.Shed.Select(static shed => new ShedRule(TypeOf(shed), shed.Event))],
        Retain = settings.Log.Retain == TimeSpan.Zero ? null : settings.Log.Retain,
    };

    // The name of an event alone means track events: others have no such name.
    private static EventType? TypeOf(ShedSettings shed) => shed.Type is { } type ? EventTypes.Parse(type) : EventType.Track;
}
