using Gatehouse.Delivery.Destinations.Files;

namespace Gatehouse.Tests.Delivery.Destinations.Files;

public sealed class ZstdFilesConformanceTests : FilesSuite
{
    private protected override FileCompression Compression => FileCompression.Zstd;
}
