using System.Text;
using Gatehouse.Delivery;
using Gatehouse.Events;
using Gatehouse.Profiles;
using Gatehouse.Sites;
using Gatehouse.Tests.Harness;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Tests.Sites;

/// <summary>Computed traits and audiences that are added in code.</summary>
public sealed class CodeDefinitionsTests
{
    private static readonly DateTimeOffset Day = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_is_added_in_code_is_what_the_configuration_would_say()
    {
        var inCode = Read("{}", static edge => edge
            .AddComputedTrait("views", Compute.Count(When.Event("Product Viewed"), TimeSpan.FromHours(1)))
            .AddComputedTrait("spent", Compute.Sum("properties.total", When.All(When.Type("track", "page"), When.Property("total").Greater(0.5)), TimeSpan.FromDays(30)))
            .AddComputedTrait("least", Compute.Min("properties.total"))
            .AddComputedTrait("most", Compute.Max("properties.total"))
            .AddComputedTrait("mean", Compute.Average("properties.total"))
            .AddComputedTrait("first", Compute.First("context.page.path", When.EventMatches("^A")))
            .AddComputedTrait("last", Compute.Last("traits.plan"))
            .AddComputedTrait("five", Compute.LastValues("properties.id", most: 5))
            .AddComputedTrait("several", Compute.UniqueCount("properties.id", window: TimeSpan.FromMinutes(90)))
            .AddComputedTrait("often", Compute.MostFrequent("properties.category", When.Context("page.path").Matches("^/shop")))
            .AddComputedTrait("idle", Compute.TimeSince())
            .AddAudience("valued", When.Any(
                When.Trait("spent").GreaterOrEqual(100),
                When.Trait("plan").In("gold"),
                When.Trait("since").Less(Day),
                When.Not(When.All(When.Trait("staff"), When.Trait("name").EqualTo("a b"), When.Trait("n").EqualTo(2), When.Trait("f").EqualTo(false), When.Trait("e").Exists(false), When.Trait("c").Contains("x"), When.Trait("d").LessOrEqual(3))))));
        var configured = Read(
            """
            { "ComputedTraits": {
                "views": { "Compute": "count", "When": { "Event": "Product Viewed" }, "Window": "1h" },
                "spent": { "Compute": "sum", "Of": "properties.total", "When": { "All": [ { "Type": [ "track", "page" ] }, { "Property": "total", "Greater": 0.5 } ] }, "Window": "30d" },
                "least": { "Compute": "min", "Of": "properties.total" }, "most": { "Compute": "max", "Of": "properties.total" }, "mean": { "Compute": "average", "Of": "properties.total" },
                "first": { "Compute": "first", "Of": "context.page.path", "When": { "Event": { "Matches": "^A" } } }, "last": { "Compute": "last", "Of": "traits.plan" },
                "five": { "Compute": "last-values", "Of": "properties.id", "Most": 5 }, "several": { "Compute": "unique-count", "Of": "properties.id", "Window": "90m" },
                "often": { "Compute": "most-frequent", "Of": "properties.category", "When": { "Context": "page.path", "Matches": "^/shop" } }, "idle": { "Compute": "time-since" } },
              "Audiences": { "valued": { "When": { "Any": [
                { "Trait": "spent", "GreaterOrEqual": 100 }, { "Trait": "plan", "In": [ "gold" ] }, { "Trait": "since", "Less": "2026-01-31T12:00:00.0000000+00:00" },
                { "Not": { "All": [ { "Trait": "staff" }, { "Trait": "name", "Equals": "a b" }, { "Trait": "n", "Equals": 2 }, { "Trait": "f", "Equals": false }, { "Trait": "e", "Exists": false }, { "Trait": "c", "Contains": "x" }, { "Trait": "d", "LessOrEqual": 3 } ] } } ] } } } }
            """,
            static _ => { });

        Assert.Equal(configured.ComputedTraits, inCode.ComputedTraits);
        Assert.Equal(configured.Audiences, inCode.Audiences);
    }

    [Fact]
    public void A_name_in_both_places_is_a_fault_that_says_so()
    {
        var fault = Assert.Throws<InvalidSettingsException>(static () => Read(
            """{ "ComputedTraits": { "n": { "Compute": "count" } } }""",
            static edge => edge.AddComputedTrait("N", Compute.Count()))).Errors;

        Assert.Equal("Gatehouse:Sites:shop:ComputedTraits:N: is configured and also added in code; leave it in one of them.", Assert.Single(fault).ToString());
    }

    [Fact]
    public void What_cannot_be_computed_is_a_fault_that_says_where_it_is_mended()
    {
        var faults = Assert.Throws<InvalidSettingsException>(static () => Read("""{ "Origin": "ftp://x" }""", static edge => edge
            .AddComputedTrait("a", Compute.Sum("total"))
            .AddComputedTrait("b", Compute.Count(window: TimeSpan.FromSeconds(5)))
            .AddAudience("a", When.Trait("b"))
            .AddAudience("c", When.Event("View"))
            .AddAudience("d", When.Trait("c")))).Errors;

        Assert.Equal(6, faults.Count);
        Assert.All(faults, static fault => Assert.Equal(!fault.Key.EndsWith("Origin", StringComparison.Ordinal), fault.Mend.EndsWith("(It is added in code.)", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_could_not_stand_in_a_configuration_is_refused_at_once()
    {
        Assert.Throws<ArgumentException>(static () => Read("{}", static edge => edge.AddComputedTrait("a:b", Compute.Count())));
        Assert.Throws<ArgumentException>(static () => Read("{}", static edge => edge.AddComputedTrait("a", Compute.Count()).AddComputedTrait("A", Compute.Count())));
        Assert.Throws<ArgumentException>(static () => When.Trait("plan").EqualTo(" gold"));
        Assert.Throws<ArgumentException>(static () => When.Trait("plan").EqualTo(string.Empty));
        Assert.Throws<ArgumentException>(static () => When.Trait("plan").In());
        Assert.Throws<ArgumentException>(static () => When.All());
        Assert.Throws<ArgumentOutOfRangeException>(static () => When.Trait("n").Less(double.NaN));
    }

    [Fact]
    public async Task They_are_there_when_the_next_page_asks_also_after_a_reload()
    {
        await using var edge = await TestEdge.StartAsync(configure: static edge => edge
            .AddComputedTrait("views", Compute.Count(When.Event("View")))
            .AddAudience("interested", When.Trait("views").GreaterOrEqual(2)));
        edge.Configuration["Gatehouse:Sites:shop:PageTraits:0"] = "views";
        edge.Configuration.Reload();
        for (var i = 0; i < 2; i++)
        {
            using var content = new StringContent("""{"anonymousId":"a1","event":"View"}""");
            using var answer = await edge.Client.PostAsync(new Uri("/seg/events/t", UriKind.Relative), content, TestContext.Current.CancellationToken);
        }

        await Cursors.WaitAsync(edge.Services.GetRequiredService<IEventLog>(), "projection");
        Assert.Equal("interested=true views=2", await edge.TraitsAsync(anonymous: "a1"));
    }

    private static SiteSettings Read(string site, Action<EdgeBuilder> configure)
    {
        var edge = new EdgeBuilder();
        configure(edge);
        var inner = site.Trim()[1..^1];
        var json = """{ "Gatehouse": { "Sites": { "shop": { "Hosts": [ "*" ]""" + (inner.Length == 0 ? "" : ", " + inner) + " } } } }";
        var configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();
        return EdgeSettingsReader.Read(configuration, new DestinationTypes(DestinationTypes.BuiltIn), edge.Definitions).Sites[0];
    }
}
