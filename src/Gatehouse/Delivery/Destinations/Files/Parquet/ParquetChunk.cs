namespace Gatehouse.Delivery.Destinations.Files.Parquet;

/// <summary>What the footer says of one column of a row group.</summary>
/// <param name="Field">The column.</param>
/// <param name="Offset">Where its first page is in the file.</param>
/// <param name="Rows">How many rows, those without a value too.</param>
/// <param name="Nulls">How many rows have no value.</param>
/// <param name="Unpacked">Bytes of its pages, heads included, before they were packed.</param>
/// <param name="Packed">Bytes of its pages in the file.</param>
/// <param name="Times">The least and the greatest time. Null: it holds no times.</param>
internal sealed record ParquetChunk(ParquetField Field, long Offset, long Rows, long Nulls, long Unpacked, long Packed, (long Least, long Greatest)? Times);
