using System.Runtime.InteropServices;
using System.Text;
using Confluent.Kafka;
using Gatehouse.Delivery;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Kafka;

/// <summary>
/// Sends events to a topic, keyed by visitor, through an idempotent producer. Every event is judged by its own report. What has no
/// report when an attempt ends may still arrive, in its order; it is sent again behind that.
/// </summary>
internal sealed partial class KafkaDestination : IDestination
{
    // In milliseconds; below it stands what librdkafka waits to fill a request.
    private const int LeastTimeout = 100;

    // What the last records get when the edge stops or the settings change.
    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(5);

    // librdkafka looks once a second for records whose time is over; their reports should be there before the attempt ends.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan QueuePause = TimeSpan.FromMilliseconds(20);

    private readonly KafkaOptions _options;
    private readonly DestinationContext _context;
    private readonly ILogger _logger;
    private readonly string _topic;
    private readonly Header _type;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _closing = new();
    private KafkaProducer? _producer;
    private bool _isDisposed;

    public KafkaDestination(KafkaOptions options, DestinationContext context)
    {
        (_options, _context) = (options, context);
        _logger = context.Loggers.CreateLogger<KafkaDestination>();
        _topic = TopicName.Of(options.Topic, context.Site);
        var type = options.Format == KafkaFormat.CloudEvents ? "application/cloudevents+json; charset=UTF-8" : "application/json";
        _type = new("content-type", Encoding.ASCII.GetBytes(type));
    }

    public async ValueTask<DeliveryResult> SendAsync(DeliveryBatch batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        KafkaProducer producer;
        try
        {
            producer = Enter();
        }
        catch (Exception refused) when (refused is InvalidOperationException and not ObjectDisposedException or KafkaException)
        {
            // Such as a certificate that has gone since the settings were read.
            return DeliveryResult.Retry(_options.Client.Without(refused.Message));
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        try
        {
            var reports = new Reports(batch.Events.Count);
            await SendAsync(producer, batch, reports, either.Token);
            await reports.All.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return Outcomes.Of(batch.Events, reports, error => Describe(error, producer.Trouble));
        }
        finally
        {
            producer.Leave();
        }
    }

    public async ValueTask DisposeAsync()
    {
        KafkaProducer? last;
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            last = _producer;
        }

        if (last is not null)
        {
            await last.FlushAsync();
            await _closing.CancelAsync();
            last.Leave();
            await last.Closed.WaitAsync(CloseWithin, _context.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The producer; a new one if the last one is of no use.</summary>
    private KafkaProducer Enter()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_producer is { Fatal: { } reason } useless)
            {
                LogFatal(_context.Site, _context.Name, Shown(reason));
                useless.Leave();
                _producer = null;
            }

            _producer ??= new(Config(), CloseWithin, Log);
            _producer.Enter();
            return _producer;
        }
    }

    private ProducerConfig Config()
    {
        var config = _options.Client.ToConfig();
        var margin = _context.Timeout > 2 * Margin ? Margin : _context.Timeout / 2;
        config.MessageTimeoutMs = (int)Math.Clamp((_context.Timeout - margin).TotalMilliseconds, LeastTimeout, int.MaxValue);
        config.DeliveryReportFields = "none";
        return config;
    }

    private async Task SendAsync(KafkaProducer producer, DeliveryBatch batch, Reports reports, CancellationToken cancellationToken)
    {
        var (events, headers) = (batch.Events, HeadersOf(batch));
        Error? ending = null;
        for (var i = 0; i < events.Count; i++)
        {
            var error = ending ?? Send(i);
            while (error is { Code: ErrorCode.Local_QueueFull })
            {
                // It is emptied by the reports of other attempts, too.
                await Task.Delay(QueuePause, _context.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (cancellationToken.IsCancellationRequested)
                {
                    return;
                }

                error = Send(i);
            }

            if (error is not null)
            {
                reports.Note(i, new(error, false));

                // One that is too large is alone in that. Whatever else it is, nothing must overtake it.
                ending = error.Code == ErrorCode.MsgSizeTooLarge ? ending : error;
            }
        }

        Error? Send(int record) => producer.Send(_topic, MessageOf(events[record], headers), error => reports.Note(record, new(error, true)));
    }

    private Message<string, byte[]> MessageOf(DeliveryEvent one, Headers headers) => new()
    {
        Key = one.Visitor,
        Value = _options.Format == KafkaFormat.CloudEvents ? CloudEvent.Of(one) : BytesOf(one.Json),
        Headers = headers,
    };

    private Headers HeadersOf(DeliveryBatch batch) =>
        batch.Replay is { } replay ? [_type, new Header("gatehouse-replay", Encoding.ASCII.GetBytes(replay))] : [_type];

    private static byte[] BytesOf(ReadOnlyMemory<byte> json) =>
        MemoryMarshal.TryGetArray(json, out var bytes) && bytes.Array is { } whole && whole.Length == json.Length ? whole : json.ToArray();

    private string Describe(Error? error, Error? trouble)
    {
        if (error is null or { Code: ErrorCode.Local_MsgTimedOut or ErrorCode.Local_TimedOutQueue })
        {
            return "no answer in time" + (trouble is null ? "" : "; " + Shown(trouble));
        }

        return Shown(error);
    }

    private string Shown(Error error) => _options.Client.Without(error.Reason);
}
