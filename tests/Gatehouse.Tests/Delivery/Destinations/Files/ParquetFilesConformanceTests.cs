using Gatehouse.Delivery.Destinations.Files;

namespace Gatehouse.Tests.Delivery.Destinations.Files;

public sealed class ParquetFilesConformanceTests : FilesSuite
{
    private protected override FileFormat Format => FileFormat.Parquet;

    private protected override FileCompression Compression => FileCompression.Zstd;
}
