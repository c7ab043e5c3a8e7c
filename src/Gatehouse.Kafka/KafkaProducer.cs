using Confluent.Kafka;

namespace Gatehouse.Kafka;

/// <summary>A producer of librdkafka that is closed when nobody uses it any more.</summary>
internal sealed class KafkaProducer
{
    private readonly IProducer<string, byte[]> _producer;
    private readonly TimeSpan _flush;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Error? _trouble;
    private volatile Error? _fatal;
    private int _users = 1;

    /// <summary>Makes one, with its maker as the first user. It connects by itself.</summary>
    /// <param name="config">Its settings.</param>
    /// <param name="flush">How long closing waits for reports.</param>
    /// <param name="log">Gets what librdkafka has to say; on a thread of its own.</param>
    public KafkaProducer(ProducerConfig config, TimeSpan flush, Action<LogMessage> log)
    {
        _flush = flush;
        _producer = NativeClient.Build(config, builder => builder.SetErrorHandler((_, error) => Note(error)).SetLogHandler((_, message) => log(message)));
    }

    /// <summary>Why it is of no use any more: it could go on only with a gap or a repeat. Null: it is of use.</summary>
    public Error? Fatal => _fatal;

    /// <summary>What troubles it besides single records, such as a broker out of reach. Null: nothing since it last delivered.</summary>
    public Error? Trouble => _trouble;

    /// <summary>Ends when it is closed.</summary>
    public Task Closed => _closed.Task;

    /// <summary>One more user.</summary>
    public void Enter() => Interlocked.Increment(ref _users);

    /// <summary>One user fewer. After the last one it closes, on a thread of its own: librdkafka may wait.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            _ = Task.Factory.StartNew(Close, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
    }

    /// <summary>Sends a record.</summary>
    /// <param name="topic">Where to.</param>
    /// <param name="message">The record.</param>
    /// <param name="report">Called later, on librdkafka's thread, if it was taken.</param>
    /// <returns>Null: taken. Otherwise why not.</returns>
    public Error? Send(string topic, Message<string, byte[]> message, Action<Error> report)
    {
        try
        {
            _producer.Produce(topic, message, delivered =>
            {
                _trouble = delivered.Error.IsError ? _trouble : null;
                report(delivered.Error);
            });
            return null;
        }
        catch (ProduceException<string, byte[]> notTaken)
        {
            _fatal ??= notTaken.Error.Code == ErrorCode.Local_Fatal ? notTaken.Error : null;
            return notTaken.Error;
        }
    }

    /// <summary>Waits until all that was sent has its report, or the time is over.</summary>
    public Task FlushAsync() => Task.Factory.StartNew(Flush, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Note(Error error)
    {
        // That all brokers are down says less than why the last one is.
        _trouble = error.Code == ErrorCode.Local_AllBrokersDown ? _trouble ?? error : error;
        _fatal ??= error.IsFatal ? error : null;
    }

    private void Flush() => _producer.Flush(_flush);

    private void Close()
    {
        try
        {
            Flush();
            _producer.Dispose();
        }
        catch (KafkaException)
        {
            // It is gone either way.
        }
        finally
        {
            _closed.TrySetResult();
        }
    }
}
