using Gatehouse.Delivery.Destinations.Files;

namespace Gatehouse.Tests.Delivery.Destinations.Files;

public sealed class PlainFilesConformanceTests : FilesSuite
{
    private protected override FileCompression Compression => FileCompression.None;
}
