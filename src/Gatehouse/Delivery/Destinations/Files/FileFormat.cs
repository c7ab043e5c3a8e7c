namespace Gatehouse.Delivery.Destinations.Files;

/// <summary>What a finished file is.</summary>
internal enum FileFormat
{
    /// <summary>A JSON object a line.</summary>
    Ndjson,

    /// <summary>Apache Parquet: a row an event.</summary>
    Parquet,
}
