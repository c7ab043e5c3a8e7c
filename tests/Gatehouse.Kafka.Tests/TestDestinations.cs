using System.Text;
using Gatehouse.Delivery;
using Gatehouse.Sites;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatehouse.Kafka.Tests;

/// <summary>Makes destinations from their configuration, as the edge does.</summary>
internal static class TestDestinations
{
    private static readonly DestinationTypes Types = new([new KafkaDestinationType()]);

    /// <summary>The destination that these members of a JSON object configure.</summary>
    public static IDestination Create(string json, ILoggerFactory? loggers = null)
    {
        var settings = SettingsOf(json);
        return Types.Create(settings, new()
        {
            Site = "shop",
            Name = "d",
            Log = Guid.Empty,
            Folder = "none",
            Timeout = settings.Timeout,
            Time = TimeProvider.System,
            Loggers = loggers ?? NullLoggerFactory.Instance,
        });
    }

    /// <summary>How the edge sees it.</summary>
    public static DestinationSettings SettingsOf(string json) => Assert.Single(Read(json).Sites[0].Destinations);

    /// <summary>What is wrong with it.</summary>
    public static IReadOnlyList<SettingsError> Faults(string json) => Assert.Throws<InvalidSettingsException>(() => Read(json)).Errors;

    private static EdgeSettings Read(string json)
    {
        var whole = $$"""{ "Gatehouse": { "Sites": { "shop": { "Hosts": [ "*" ], "Destinations": { "d": { "Type": "kafka", {{json}} } } } } } }""";
        return EdgeSettingsReader.Read(new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(whole))).Build(), Types);
    }
}
