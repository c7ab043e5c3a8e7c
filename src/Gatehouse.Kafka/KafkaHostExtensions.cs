using Gatehouse.Kafka;

#pragma warning disable IDE0130 // Stands where users look for it.
namespace Microsoft.Extensions.Hosting;

/// <summary>Adds the destination <c>kafka</c> to an application.</summary>
public static class KafkaHostExtensions
{
    /// <summary>Adds the kind of destination <c>kafka</c>, which the configuration can then name.</summary>
    /// <param name="builder">The application's builder.</param>
    /// <returns>The same builder.</returns>
    public static IHostApplicationBuilder AddKafka(this IHostApplicationBuilder builder) => builder.AddDestination(new KafkaDestinationType());
}
