using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Kafka;

/// <content>What it logs.</content>
internal sealed partial class KafkaDestination
{
    // What goes wrong for long is told by the engine, once; this says why, in the words of librdkafka.
    private void Log(LogMessage message)
    {
        if (message.Facility == "CONFWARN" && message.Message.Contains("enable.gapless.guarantee", StringComparison.Ordinal))
        {
            // The one setting of its kind that is ours, with nothing for an operator to do about it.
            return;
        }

        var level = message.Level switch
        {
            <= SyslogLevel.Warning => LogLevel.Warning,
            SyslogLevel.Debug => LogLevel.Debug,
            _ => LogLevel.Information,
        };
        var text = _options.Client.Without(message.Message);
        LogNative(level, _context.Site, _context.Name, message.Facility, text);
    }

    [LoggerMessage(2100, LogLevel.Error, "Destination {Destination} of site {Site}: the producer cannot go on and is made anew: {Reason}")]
    private partial void LogFatal(string site, string destination, string reason);

    [LoggerMessage(EventId = 2101, Message = "Destination {Destination} of site {Site}: librdkafka {Facility}: {Text}")]
    private partial void LogNative(LogLevel level, string site, string destination, string facility, string text);
}
