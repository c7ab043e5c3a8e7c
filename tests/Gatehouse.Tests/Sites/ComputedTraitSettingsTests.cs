using System.Text;
using Gatehouse.Delivery;
using Gatehouse.Sites;
using Microsoft.Extensions.Configuration;

namespace Gatehouse.Tests.Sites;

public sealed class ComputedTraitSettingsTests
{
    [Fact]
    public void A_computed_trait_is_read_whole()
    {
        var site = Read("""{ "ComputedTraits": { "spent": { "Compute": "sum", "Of": "properties.total.net", "When": { "Event": "Order" }, "Window": "30d" } } }""");

        var spent = Assert.Single(site.ComputedTraits);
        Assert.Equal(("spent", Computation.Sum, (ConditionSubject.Property, "total.net"), TimeSpan.FromDays(30)), (spent.Name, spent.Compute, spent.Of!.Value, spent.Window!.Value));
        Assert.NotNull(spent.When);
    }

    [Theory]
    [InlineData("""{ "ComputedTraits": { "a": { } } }""", "ComputedTraits:a:Compute", "is missing")]
    [InlineData("""{ "ComputedTraits": { "a": { "Compute": "median" } } }""", "ComputedTraits:a:Compute", "must be")]
    [InlineData("""{ "ComputedTraits": { "a": { "Compute": "sum" } } }""", "ComputedTraits:a:Of", "must say where")]
    [InlineData("""{ "ComputedTraits": { "a": { "Compute": "sum", "Of": "total" } } }""", "ComputedTraits:a:Of", "must say where")]
    [InlineData("""{ "ComputedTraits": { "a": { "Compute": "count", "Of": "properties.a" } } }""", "ComputedTraits:a:Of", "does not go with count")]
    [InlineData("""{ "ComputedTraits": { "a": { "Compute": "last", "Of": "properties.a", "Window": "1h" } } }""", "ComputedTraits:a:Window", "goes with count")]
    [InlineData("""{ "ComputedTraits": { "a": { "Compute": "count", "Window": "30s" } } }""", "ComputedTraits:a:Window", "from 1m to 90d")]
    [InlineData("""{ "ComputedTraits": { "a": { "Compute": "count", "Window": "91d" } } }""", "ComputedTraits:a:Window", "from 1m to 90d")]
    [InlineData("""{ "ComputedTraits": { "a": { "Compute": "count", "Most": 3 } } }""", "ComputedTraits:a:Most", "last-values only")]
    [InlineData("""{ "ComputedTraits": { "a": { "Compute": "last-values", "Of": "properties.a", "Most": 33 } } }""", "ComputedTraits:a:Most", "from 1 to 32")]
    [InlineData("""{ "ComputedTraits": { "a": { "Compute": "count", "Wen": 1 } } }""", "ComputedTraits:a:Wen", "did you mean When")]
    [InlineData("""{ "Audiences": { "a": { } } }""", "Audiences:a:When", "is missing")]
    [InlineData("""{ "Audiences": { "a": { "When": { "Event": "Order" } } } }""", "Audiences:a:When:Event", "only a visitor's profile")]
    [InlineData("""{ "Audiences": { "a": { "When": { "Trait": "x" } }, "b": { "When": { "Not": { "Trait": "a" } } } } }""", "Audiences:b:When", "asks for the audience a")]
    [InlineData("""{ "ComputedTraits": { "a": { "Compute": "count" } }, "Audiences": { "a": { "When": { "Trait": "x" } } } }""", "Audiences:a", "has the name of a computed trait")]
    public void What_cannot_be_computed_is_refused_with_its_key_and_the_mend(string site, string key, string mend)
    {
        var errors = Assert.Throws<InvalidSettingsException>(() => Read(site)).Errors;

        var error = Assert.Single(errors);
        Assert.Equal("Gatehouse:Sites:shop:" + key, error.Key);
        Assert.Contains(mend, error.Mend, StringComparison.Ordinal);
    }

    private static SiteSettings Read(string site)
    {
        var json = """{ "Gatehouse": { "Sites": { "shop": { "Hosts": [ "*" ], """ + site.TrimStart()[1..] + " } } }";
        return EdgeSettingsReader.Read(new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build(), new DestinationTypes(DestinationTypes.BuiltIn)).Sites[0];
    }
}
