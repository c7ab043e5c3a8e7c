namespace Gatehouse.Sites;

/// <summary>Reads the section <c>Log</c>.</summary>
internal static class LogSettingsReader
{
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(10);

    /// <summary>Reads it; an absent section means the defaults.</summary>
    /// <param name="reader">The section. Null: absent.</param>
    public static LogSettings Read(SettingsReader? reader)
    {
        var otherwise = new LogSettings();
        if (reader is null)
        {
            return otherwise;
        }

        var settings = new LogSettings
        {
            Interval = reader.Span("Interval", otherwise.Interval),
            DeduplicationWindow = reader.Span("DeduplicationWindow", otherwise.DeduplicationWindow),
            DeduplicationBytes = reader.Bytes("DeduplicationBytes", otherwise.DeduplicationBytes, least: 1 << 20),
            DiskBudget = reader.Bytes("DiskBudget", otherwise.DiskBudget, least: 1 << 20),
            DiskReserve = reader.Bytes("DiskReserve", otherwise.DiskReserve, least: 0),
            AtLimit = reader.Choice("AtLimit", otherwise.AtLimit, ("refuse", LogLimitPolicy.Refuse), ("shed", LogLimitPolicy.Shed), ("oldest", LogLimitPolicy.Oldest)),
            Shed = [.. reader.Sections("Shed").Select(static entry => Shed(entry.Reader))],
            Retain = reader.Span("Retain", otherwise.Retain, canBeZero: true),
        };
        if (settings.Interval > LongestInterval)
        {
            reader.Fault("Interval", reader.Text("Interval"), "must be at most 10s: that is what a power cut may lose.");
        }

        if (settings.AtLimit == LogLimitPolicy.Shed && settings.Shed.Count == 0)
        {
            reader.Fault("Shed", null, "is missing, but AtLimit is shed; name what can be done without, for example [ { \"Type\": \"page\" } ].");
        }

        reader.RejectUnknownKeys();
        return settings;
    }

    private static ShedSettings Shed(SettingsReader reader)
    {
        var settings = new ShedSettings(
            reader.Choice<string?>("Type", null, ("track", "track"), ("page", "page"), ("screen", "screen"), ("identify", "identify"), ("group", "group"), ("alias", "alias")),
            reader.Text("Event"));
        if (!reader.Has("Type") && settings.Event is null)
        {
            reader.Fault("", null, "must name a Type or an Event.");
        }
        else if (settings is { Event: not null, Type: not (null or "track") })
        {
            reader.Fault("Event", settings.Event, "is the name of a track event, so Type must be track or absent.");
        }

        reader.RejectUnknownKeys();
        return settings;
    }
}
