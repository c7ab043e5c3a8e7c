using Microsoft.Extensions.Logging;

namespace Gatehouse.Delivery.Forwarding;

internal sealed partial class ForwardingSink
{
    [LoggerMessage(1801, LogLevel.Warning, "Site {Site} has no Segment section, so there is nowhere to deliver events to: they are answered 503.")]
    private partial void LogNoDestination(string site);

    [LoggerMessage(1802, LogLevel.Error, "The tracking API of site {Site} answered {Status}: check its WriteKey and Segment.TrackingApi (the region, the version).")]
    private partial void LogMisconfigured(string site, int status);

    [LoggerMessage(1803, LogLevel.Warning, "The tracking API of site {Site} answered {Status}.")]
    private partial void LogFailed(string site, int status);

    [LoggerMessage(1804, LogLevel.Warning, "The tracking API of site {Site} could not be reached: {Error}.")]
    private partial void LogUnreachable(string site, HttpRequestError error);

    [LoggerMessage(1805, LogLevel.Warning, "The tracking API of site {Site} did not answer within {Seconds} s.")]
    private partial void LogTimeout(string site, double seconds);
}
