namespace Gatehouse.Sites;

/// <summary>Reads the destinations of a site.</summary>
internal static class DestinationSettingsReader
{
    /// <summary>The kind of destination that the vendor is.</summary>
    public const string SegmentType = "segment";

    private const int MostEvents = 10_000;
    private const int MostConcurrency = 64;

    /// <summary>Reads them; faults go into the reader.</summary>
    public static ValueList<DestinationSettings> Read(SettingsReader site, IDestinationTypes types, SiteKeys keys)
    {
        var destinations = new List<DestinationSettings>();
        foreach (var (name, destination) in site.Sections("Destinations"))
        {
            if (Type(destination, types) is { } type)
            {
                destinations.Add(Destination(name, type, destination, types, keys));
                destination.RejectUnknownKeys();
            }
        }

        AddVendor(destinations, site, types, keys);
        return [.. destinations];
    }

    /// <summary>With a vendor, the delivery to it is there of itself; an entry of its kind says how.</summary>
    private static void AddVendor(List<DestinationSettings> destinations, SettingsReader site, IDestinationTypes types, SiteKeys keys)
    {
        if (keys.TrackingApi is null || destinations.Exists(static one => one.Type == SegmentType))
        {
            return;
        }

        if (destinations.Find(static one => one.Name == SegmentType) is { } taken)
        {
            site.Fault("Destinations:" + SegmentType, taken.Type, "is the name of the delivery to the site's Segment; give this destination another name.");
            return;
        }

        destinations.Add(Destination(SegmentType, SegmentType, site.Empty("Destinations"), types, keys));
    }

    private static DestinationSettings Destination(string name, string type, SettingsReader reader, IDestinationTypes types, SiteKeys keys) => new()
    {
        Name = name,
        Type = type,
        Options = types.ReadOptions(type, reader, keys),
        Rules = EventRuleSettingsReader.Read(reader, name, type),
        Batch = Batch(reader, types.BatchOf(type)),
        Concurrency = reader.Number("Concurrency", 1, 1, MostConcurrency),
        RateLimit = reader.Rate("RateLimit", "events"),
        Timeout = reader.Span("Timeout", TimeSpan.FromSeconds(10)),
        RetryFor = reader.Span("RetryFor", TimeSpan.FromHours(24), canBeZero: true),
        DeadLetterBytes = reader.Bytes("DeadLetterBytes", 256L << 20, 1 << 20),
    };

    private static string? Type(SettingsReader reader, IDestinationTypes types)
    {
        var text = reader.Required("Type", "\"webhook\"");
        var type = types.Names.FirstOrDefault(name => string.Equals(name, text, StringComparison.OrdinalIgnoreCase));
        if (type is null && text.Length > 0)
        {
            reader.Fault("Type", text, $"is no kind of destination; there are {string.Join(", ", types.Names)}.");
        }

        return type;
    }

    private static BatchSettings Batch(SettingsReader reader, BatchSettings otherwise)
    {
        if (reader.Section("Batch") is not { } batch)
        {
            return otherwise;
        }

        var settings = new BatchSettings(
            batch.Number("Events", otherwise.Events, 1, MostEvents),
            batch.Bytes("Bytes", otherwise.Bytes, 1024),
            batch.Span("Age", otherwise.Age, canBeZero: true));
        batch.RejectUnknownKeys();
        return settings;
    }
}
