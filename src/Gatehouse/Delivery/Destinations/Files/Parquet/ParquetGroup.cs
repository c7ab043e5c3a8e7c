namespace Gatehouse.Delivery.Destinations.Files.Parquet;

/// <summary>What the footer says of a row group.</summary>
/// <param name="Rows">How many rows.</param>
/// <param name="Chunks">Its columns.</param>
internal sealed record ParquetGroup(long Rows, IReadOnlyList<ParquetChunk> Chunks);
