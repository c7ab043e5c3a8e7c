namespace Gatehouse.Delivery.Destinations.Files.Parquet;

/// <summary>How much is in memory at once, and read at once by others.</summary>
/// <param name="PageBytes">Bytes of values at which a page is packed.</param>
/// <param name="GroupBytes">Bytes of rows at which a row group is written.</param>
internal sealed record ParquetLimits(int PageBytes = 1 << 20, long GroupBytes = 16 << 20);
