namespace Gatehouse.Architecture;

/// <summary>The borders between the rooms. A feature never calls another sideways: they meet in the log and in the profile store.</summary>
public sealed class WhoMayKnowWhomTests
{
    [Theory]
    [InlineData("Sites", "Diagnostics")]
    [InlineData("Conditions", "Sites", "Events", "Diagnostics")]
    [InlineData("Events")]
    [InlineData("Diagnostics")]
    [InlineData("Storage", "Events", "Profiles", "Diagnostics")]
    public void A_room_at_the_bottom_knows_only_the_rooms_below_it(string room, params string[] allowed) =>
        AssertNoUse(room, House.Rooms.Except([room, .. allowed], StringComparer.Ordinal));

    [Theory]
    [InlineData("Collect")]
    [InlineData("Pages")]
    [InlineData("Assets")]
    [InlineData("Variations")]
    [InlineData("Visitors")]
    public void What_answers_a_visitor_never_knows_delivery(string room) => AssertNoUse(room, ["Delivery"]);

    [Fact]
    public void Delivery_never_knows_pages() => AssertNoUse("Delivery", ["Pages"]);

    [Fact]
    public void A_destination_of_its_own_package_knows_delivery_only() => AssertNoUse("Postgres", House.Rooms.Except(["Delivery"], StringComparer.Ordinal));

    [Theory]
    [InlineData("Events")]
    [InlineData("Postgres")]
    [InlineData("Delivery")]
    [InlineData("Storage")]
    [InlineData("Profiles", "Profiles.Push")]
    public void The_core_knows_nothing_of_the_web_server(string room, string? but = null)
    {
        var uses = House.TypesOf(room)
            .Where(type => but is null || !House.IsIn(type, "Gatehouse." + but))
            .SelectMany(static type => House.UsesOf(type).Select(target => $"{type.FullName} -> {target.FullName}"))
            .Where(static use => use.Contains("-> Microsoft.AspNetCore", StringComparison.Ordinal));

        Assert.Empty(uses);
    }

    [Fact]
    public void The_rewriter_knows_nobody()
    {
        var uses = House.TypesOf("Html")
            .SelectMany(static type => House.UsesOf(type).Select(target => (type, target)))
            .Where(static use => !House.IsIn(use.target, "Gatehouse.Html") && !House.IsIn(use.target, "System") && !House.IsIn(use.target, "Microsoft.CodeAnalysis"))
            .Where(static use => House.NamespaceOf(use.target).Length > 0)
            .Select(static use => $"{use.type.FullName} -> {use.target.FullName}");

        Assert.Empty(uses);
    }

    [Fact]
    public void Every_folder_of_the_library_is_a_room_that_the_rules_know()
    {
        var folders = House.Product.Types
            .Where(static type => type.Assembly.Name.StartsWith("Gatehouse,", StringComparison.Ordinal) && House.IsIn(type, "Gatehouse"))
            .Select(static type => House.NamespaceOf(type).Split('.'))
            .Where(static parts => parts.Length > 1)
            .Select(static parts => parts[1])
            .Distinct();

        Assert.Empty(folders.Except(House.Rooms, StringComparer.Ordinal));
    }

    private static void AssertNoUse(string room, IEnumerable<string> forbidden)
    {
        Assert.NotEmpty(House.TypesOf(room));
        var uses =
            from type in House.TypesOf(room)
            from target in House.UsesOf(type)
            from other in forbidden
            where House.IsIn(target, "Gatehouse." + other)
            select $"{type.FullName} -> {target.FullName}";

        Assert.Empty(uses);
    }
}
