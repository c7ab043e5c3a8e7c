namespace Gatehouse.Delivery.Destinations.Files.Parquet;

/// <summary>What a column holds.</summary>
internal enum ParquetType
{
    /// <summary>UTF-8.</summary>
    Text,

    /// <summary>JSON, in UTF-8.</summary>
    Json,

    /// <summary>Milliseconds since 1970-01-01T00:00Z.</summary>
    Time,
}
