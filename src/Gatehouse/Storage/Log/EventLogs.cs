using Gatehouse.Diagnostics;
using Gatehouse.Events;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Storage.Log;

/// <summary>Makes the log that the options ask for.</summary>
internal static class EventLogs
{
    /// <summary>Opens a log. Disposing of it closes it.</summary>
    /// <exception cref="StorageException">The folder cannot be used; the message says why.</exception>
    public static IEventLog Open(EventLogOptions options, TimeProvider time, LogMetrics metrics, ILogger<EventLog> logger) =>
        options.Durability == LogDurability.Memory ? new MemoryEventLog(options, time, metrics) : EventLog.Open(options, time, metrics, logger);
}
