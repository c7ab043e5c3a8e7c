using System.Text;
using Gatehouse.Delivery;
using Gatehouse.Sites;
using Microsoft.Extensions.Configuration;

namespace Gatehouse.Tests.Sites;

public sealed class CollectorSettingsTests
{
    [Theory]
    [InlineData("", "Segment,RudderStack,Jitsu")]
    [InlineData(""" "Collectors": [ ], """, "")]
    [InlineData(""" "Collectors": "none", """, "")]
    [InlineData(""" "Collectors": "jitsu", """, "Jitsu")]
    [InlineData(""" "Collectors": [ "rudderstack", "segment" ], """, "RudderStack,Segment")]
    public void A_site_names_its_collectors_or_has_all(string setting, string expected) =>
        Assert.Equal(expected, string.Join(',', Read(setting).Collectors));

    [Theory]
    [InlineData("snowplow")]
    [InlineData("1")]
    public void An_unknown_collector_is_a_fault(string name)
    {
        var error = Assert.Single(Assert.Throws<InvalidSettingsException>(() => Read($""" "Collectors": [ "{name}" ], """)).Errors);

        Assert.Equal("Gatehouse:Sites:shop:Collectors", error.Key);
        Assert.Contains("segment, rudderstack and jitsu", error.Mend, StringComparison.Ordinal);
    }

    private static SiteSettings Read(string setting)
    {
        var json = $$"""{ "Gatehouse": { "Sites": { "shop": { {{setting}} "Hosts": [ "*" ] } } } }""";
        return EdgeSettingsReader.Read(new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build(), new DestinationTypes(DestinationTypes.BuiltIn)).Sites[0];
    }
}
