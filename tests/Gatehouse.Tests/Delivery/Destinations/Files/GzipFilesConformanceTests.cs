using Gatehouse.Delivery.Destinations.Files;

namespace Gatehouse.Tests.Delivery.Destinations.Files;

public sealed class GzipFilesConformanceTests : FilesSuite
{
    private protected override FileCompression Compression => FileCompression.Gzip;
}
