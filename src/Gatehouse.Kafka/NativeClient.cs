using System.Diagnostics.CodeAnalysis;
using Confluent.Kafka;

namespace Gatehouse.Kafka;

/// <summary>Makes clients of librdkafka.</summary>
internal static class NativeClient
{
    private const string Package = "Confluent.Kafka";

    /// <summary>Makes a producer.</summary>
    /// <param name="config">Its settings.</param>
    /// <param name="more">Sets its handlers.</param>
    /// <exception cref="InvalidOperationException">A setting is not known, not valid, or does not go with another one.</exception>
    // The package looks for its native functions by reflection, in one of three classes: after what the machine's C library is.
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicMethods | DynamicallyAccessedMemberTypes.NonPublicMethods, "Confluent.Kafka.Impl.NativeMethods.NativeMethods", Package)]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicMethods | DynamicallyAccessedMemberTypes.NonPublicMethods, "Confluent.Kafka.Impl.NativeMethods.NativeMethods_Alpine", Package)]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicMethods | DynamicallyAccessedMemberTypes.NonPublicMethods, "Confluent.Kafka.Impl.NativeMethods.NativeMethods_Centos8", Package)]
    public static IProducer<string, byte[]> Build(ProducerConfig config, Action<ProducerBuilder<string, byte[]>> more)
    {
        var builder = new ProducerBuilder<string, byte[]>(config);
        more(builder);
        return builder.Build();
    }
}
