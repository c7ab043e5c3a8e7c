namespace Gatehouse.Sites;

/// <summary>Reads the destinations of a site.</summary>
internal static class DestinationSettingsReader
{
    private const int MostEvents = 10_000;
    private const int MostConcurrency = 64;

    /// <summary>Reads them; faults go into the reader.</summary>
    public static List<DestinationSettings> Read(SettingsReader site, IDestinationTypes types)
    {
        var destinations = new List<DestinationSettings>();
        foreach (var (name, destination) in site.Sections("Destinations"))
        {
            if (Type(destination, types) is { } type)
            {
                destinations.Add(Destination(name, type, destination, types));
                destination.RejectUnknownKeys();
            }
        }

        return destinations;
    }

    private static DestinationSettings Destination(string name, string type, SettingsReader reader, IDestinationTypes types) => new()
    {
        Name = name,
        Type = type,
        Options = types.ReadOptions(type, reader),
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
