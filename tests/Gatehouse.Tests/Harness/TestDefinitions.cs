using System.Text;
using Gatehouse.Delivery;
using Gatehouse.Profiles;
using Gatehouse.Sites;
using Microsoft.Extensions.Configuration;

namespace Gatehouse.Tests.Harness;

/// <summary>What a site computes of its visitors, from JSON as it stands in the configuration.</summary>
internal static class TestDefinitions
{
    /// <summary>Nothing.</summary>
    public static ProfileDefinitions None { get; } = Of("{}");

    /// <summary>What a site's <c>ComputedTraits</c> and <c>Audiences</c> say.</summary>
    public static ProfileDefinitions Of(string json) => ProfileDefinitions.Part.Compile(SiteOf(json));

    private static Site SiteOf(string json)
    {
        var site = json.TrimStart()[1..];
        var text = """{ "Gatehouse": { "Sites": { "shop": { "Hosts": [ "*" ]""" + (site.Trim() == "}" ? " } } } }" : ", " + site + " } } }");
        var configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(text))).Build();
        return new EdgeSnapshot(EdgeSettingsReader.Read(configuration, new DestinationTypes(DestinationTypes.BuiltIn))).Sites.Single();
    }
}
