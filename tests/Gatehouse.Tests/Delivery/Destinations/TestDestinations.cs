using System.Text;
using Gatehouse.Delivery;
using Gatehouse.Sites;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatehouse.Tests.Delivery.Destinations;

/// <summary>Makes destinations from their configuration, as the edge does.</summary>
internal static class TestDestinations
{
    /// <summary>The destination that this JSON object configures.</summary>
    public static IDestination Create(string json, TimeProvider? time = null, ILoggerFactory? loggers = null, string? folder = null)
    {
        var settings = Assert.Single(Read(json).Sites[0].Destinations);
        return Types.Create(settings, new()
        {
            Site = "shop",
            Name = "d",
            Log = Guid.Empty,
            Folder = folder ?? Path.Combine(Path.GetTempPath(), "gatehouse-no-folder"),
            Time = time ?? TimeProvider.System,
            Loggers = loggers ?? NullLoggerFactory.Instance,
        });
    }

    /// <summary>The faults of a destination that this JSON object configures.</summary>
    public static IReadOnlyList<SettingsError> Faults(string json) => Assert.Throws<InvalidSettingsException>(() => Read(json)).Errors;

    /// <summary>The options that this JSON object gives.</summary>
    public static T Options<T>(string json) => Assert.IsType<T>(Assert.Single(Read(json).Sites[0].Destinations).Options);

    private static DestinationTypes Types { get; } = new(DestinationTypes.BuiltIn);

    private static EdgeSettings Read(string json)
    {
        var whole = $$"""{ "Gatehouse": { "Sites": { "shop": { "Hosts": [ "*" ], "Destinations": { "d": {{json}} } } } } }""";
        return EdgeSettingsReader.Read(new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(whole))).Build(), Types);
    }
}
