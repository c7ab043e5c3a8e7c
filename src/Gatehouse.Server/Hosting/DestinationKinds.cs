using Gatehouse.Delivery;
using Gatehouse.Kafka;
using Gatehouse.Postgres;

namespace Gatehouse.Server.Hosting;

/// <summary>The kinds of destinations that the server's configuration can name.</summary>
internal static class DestinationKinds
{
    /// <summary>Those of the library, and those that stand in a library of their own.</summary>
    public static DestinationTypes All { get; } = new([.. DestinationTypes.BuiltIn, new KafkaDestinationType(), new PostgresDestinationType()]);
}
