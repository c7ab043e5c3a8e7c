using System.Text;
using Gatehouse.Delivery;
using Gatehouse.Sites;
using Microsoft.Extensions.Configuration;

namespace Gatehouse.Postgres.Tests;

/// <summary>Reads a destination's configuration, as the edge does.</summary>
internal static class TestSettings
{
    private static readonly DestinationTypes Types = new([new PostgresDestinationType()]);

    /// <summary>The options that these members of a JSON object give.</summary>
    public static PostgresOptions Options(string json) => Assert.IsType<PostgresOptions>(Assert.Single(Read(json).Sites[0].Destinations).Options);

    /// <summary>What is wrong with it.</summary>
    public static IReadOnlyList<SettingsError> Faults(string json) => Assert.Throws<InvalidSettingsException>(() => Read(json)).Errors;

    private static EdgeSettings Read(string json)
    {
        var whole = $$"""{ "Gatehouse": { "Sites": { "shop": { "Hosts": [ "*" ], "Destinations": { "d": { "Type": "postgres", {{json}} } } } } } }""";
        return EdgeSettingsReader.Read(new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(whole))).Build(), Types);
    }
}
