using Microsoft.Extensions.Logging;

namespace Gatehouse.Delivery.Forwarding;

// Retired ids: 1801, 1804, 1805.
internal sealed partial class SiteForwarder
{
    [LoggerMessage(1802, LogLevel.Error, "The tracking API of site {Site} {Reason}: check its WriteKey and Segment.TrackingApi (the region, the version). Events wait in the log meanwhile.")]
    private partial void LogMisconfigured(string site, string reason);

    [LoggerMessage(1803, LogLevel.Warning, "The tracking API of site {Site} {Reason}. Events wait in the log meanwhile.")]
    private partial void LogFailed(string site, string reason);

    [LoggerMessage(1806, LogLevel.Information, "The tracking API of site {Site} works again.")]
    private partial void LogWorksAgain(string site);

    [LoggerMessage(1807, LogLevel.Warning, "The tracking API of site {Site} {Reason} to the event at position {Position}, for good: it is not sent again.")]
    private partial void LogDead(string site, long position, string reason);

    [LoggerMessage(1808, LogLevel.Error, "Events of the log at positions {From} up to {To} (not included) were gone before they could be delivered for site {Site}; some may have been its own.")]
    private partial void LogGap(string site, long from, long to);

    [LoggerMessage(1809, LogLevel.Error, "The log could not be read, or its cursor not be stored, for site {Site}; trying again.")]
    private partial void LogLogFailed(Exception exception, string site);
}
