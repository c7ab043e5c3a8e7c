namespace Gatehouse.Delivery.Destinations.Files;

/// <summary>The kind <c>files</c>: events are written into files, a line or a row each.</summary>
internal sealed class FilesDestinationType : DestinationType<FilesOptions>
{
    private const long LeastRollBytes = 1024;

    public override string Name => "files";

    public override int BatchEvents => 5000;

    public override long BatchBytes => 4 << 20;

    // A batch is a sync and a member of its own: larger ones cost less and pack better.
    public override TimeSpan BatchAge => TimeSpan.FromSeconds(1);

    protected override FilesOptions Read(DestinationOptionsReader settings) => new()
    {
        Folder = FullPath(settings),
        Format = settings.Choice("Format", FileFormat.Ndjson, ("ndjson", FileFormat.Ndjson), ("parquet", FileFormat.Parquet)),
        Compression = settings.Choice("Compression", FileCompression.Gzip, ("none", FileCompression.None), ("gzip", FileCompression.Gzip), ("zstd", FileCompression.Zstd)),
        RollBytes = settings.Bytes("RollBytes", 128L << 20, LeastRollBytes),
        RollAge = settings.Span("RollAge", TimeSpan.FromMinutes(15)),
    };

    protected override IDestination Create(FilesOptions options, DestinationContext context) => new FilesDestination(options, context, new FileDisk());

    private static string FullPath(DestinationOptionsReader settings)
    {
        var folder = settings.Required("Folder", "/var/lib/gatehouse/events");
        if (folder.Length == 0)
        {
            return folder;
        }

        try
        {
            return Path.GetFullPath(folder);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException or PathTooLongException)
        {
            settings.Fault("Folder", folder, "is no path of a folder.");
            return string.Empty;
        }
    }
}
