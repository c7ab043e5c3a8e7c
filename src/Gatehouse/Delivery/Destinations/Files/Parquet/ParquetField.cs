namespace Gatehouse.Delivery.Destinations.Files.Parquet;

/// <summary>A column of the schema.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it holds.</param>
/// <param name="IsOptional">Whether a row may have nothing in it.</param>
internal sealed record ParquetField(string Name, ParquetType Type, bool IsOptional = true);
