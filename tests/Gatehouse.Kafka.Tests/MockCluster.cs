using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Gatehouse.Kafka.Tests;

/// <summary>librdkafka's mock cluster: one broker on a port of this machine, in memory. Clients reach it as they reach any other.</summary>
internal sealed class MockCluster : IDisposable
{
    /// <summary>The number of produce requests in the protocol.</summary>
    private const short Produce = 0;

    private const int Broker = 1;

    // The package has the library in several builds, and loads the first that the machine can.
    static MockCluster() => NativeLibrary.SetDllImportResolver(typeof(MockCluster).Assembly, static (name, _, _) =>
        NativeLibrary.Load(Process.GetCurrentProcess().Modules.Cast<ProcessModule>().First(module => module.ModuleName.Contains(name, StringComparison.Ordinal)).FileName));

    private readonly IProducer<Null, Null> _owner;
    private readonly nint _cluster;

    public MockCluster()
    {
        _owner = new ProducerBuilder<Null, Null>(new Dictionary<string, string> { ["test.mock.num.brokers"] = "1" }).SetLogHandler(static (_, _) => { }).Build();
        var handle = (SafeHandle)typeof(Handle).GetProperty("LibrdkafkaHandle", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(_owner.Handle)!;
        _cluster = rd_kafka_handle_mock_cluster(handle.DangerousGetHandle());
        Servers = Marshal.PtrToStringUTF8(rd_kafka_mock_cluster_bootstraps(_cluster))!;
    }

    /// <summary>Where clients find it.</summary>
    public string Servers { get; }

    /// <summary>Answers the next produce requests with these errors, and takes none of their records.</summary>
    public void Refuse(params ErrorCode[] errors) => rd_kafka_mock_push_request_errors_array(_cluster, Produce, errors.Length, [.. errors.Select(static error => (int)error)]);

    /// <summary>Knows no such topic.</summary>
    public void Forget(string topic) => rd_kafka_mock_topic_set_error(_cluster, topic, (int)ErrorCode.UnknownTopicOrPart);

    /// <summary>Closes the broker's connections and port, or opens the port again.</summary>
    public void SetUp(bool isUp) => _ = isUp ? rd_kafka_mock_broker_set_up(_cluster, Broker) : rd_kafka_mock_broker_set_down(_cluster, Broker);

    /// <summary>Lets the broker keep each answer back for so long; what was asked is done at once.</summary>
    public void AnswerAfter(TimeSpan delay) => _ = rd_kafka_mock_broker_set_rtt(_cluster, Broker, (int)delay.TotalMilliseconds);

    /// <summary>All records of a topic, partition by partition.</summary>
    public IReadOnlyList<ConsumeResult<string, string>> Records(string topic)
    {
        using var consumer = new ConsumerBuilder<string, string>(new ConsumerConfig { BootstrapServers = Servers, GroupId = "tests", EnablePartitionEof = true, EnableAutoCommit = false, CheckCrcs = true })
            .SetLogHandler(static (_, _) => { })
            .Build();
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var open = admin.GetMetadata(topic, TimeSpan.FromSeconds(30)).Topics.Single().Partitions
            .Select(partition => new TopicPartition(topic, partition.PartitionId)).ToHashSet();
        consumer.Assign(open.Select(static partition => new TopicPartitionOffset(partition, Offset.Beginning)));
        var records = new List<ConsumeResult<string, string>>();
        while (open.Count > 0)
        {
            var record = consumer.Consume(TimeSpan.FromSeconds(30)) ?? throw new TimeoutException("The mock cluster does not answer.");
            if (record.IsPartitionEOF)
            {
                open.Remove(record.TopicPartition);
            }
            else
            {
                records.Add(record);
            }
        }

        return records;
    }

    public void Dispose() => _owner.Dispose();

    [DllImport("librdkafka")]
    private static extern nint rd_kafka_handle_mock_cluster(nint client);

    [DllImport("librdkafka")]
    private static extern nint rd_kafka_mock_cluster_bootstraps(nint cluster);

    [DllImport("librdkafka")]
    private static extern void rd_kafka_mock_push_request_errors_array(nint cluster, short request, nint count, int[] errors);

    [DllImport("librdkafka")]
    private static extern void rd_kafka_mock_topic_set_error(nint cluster, [MarshalAs(UnmanagedType.LPUTF8Str)] string topic, int error);

    [DllImport("librdkafka")]
    private static extern int rd_kafka_mock_broker_set_down(nint cluster, int broker);

    [DllImport("librdkafka")]
    private static extern int rd_kafka_mock_broker_set_up(nint cluster, int broker);

    [DllImport("librdkafka")]
    private static extern int rd_kafka_mock_broker_set_rtt(nint cluster, int broker, int milliseconds);
}
