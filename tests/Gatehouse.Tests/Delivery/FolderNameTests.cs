using Gatehouse.Delivery;

namespace Gatehouse.Tests.Delivery;

public sealed class FolderNameTests
{
    [Theory]
    [InlineData("shop-1_a.b~", "shop-1_a.b~")]
    [InlineData("..", "%2E.")]
    [InlineData(".", "%2E")]
    [InlineData("../../etc", "%2E.%2F..%2Fetc")]
    [InlineData("a\\b", "a%5Cb")]
    [InlineData("archive+dead-letters", "archive%2Bdead-letters")]
    [InlineData("%2E", "%252E")]
    [InlineData("Läden", "L%C3%A4den")]
    public void A_name_stays_in_its_place(string name, string folder) => Assert.Equal(folder, FolderName.Of(name));
}
