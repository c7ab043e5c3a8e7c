using Microsoft.Extensions.Logging;

namespace Gatehouse.Delivery.Readers;

/// <content>What is logged: the begin and the end of a trouble, not each attempt in between.</content>
internal sealed partial class DestinationReader
{
    [LoggerMessage(1810, LogLevel.Warning, "Site {Site}: destination {Destination} does not take events ({Answer}). They wait, and are sent again.")]
    private partial void LogIll(string site, string destination, string answer);

    [LoggerMessage(1811, LogLevel.Information, "Site {Site}: destination {Destination} takes events again.")]
    private partial void LogWell(string site, string destination);

    [LoggerMessage(1812, LogLevel.Error, "Site {Site}: destination {Destination} refused {Count} event(s) for good, or they were given up; they are dead letters now.")]
    private partial void LogDead(string site, string destination, int count);

    [LoggerMessage(1813, LogLevel.Error, "Site {Site}: destination {Destination} threw. Its events wait.")]
    private partial void LogThrew(Exception thrown, string site, string destination);

    [LoggerMessage(1814, LogLevel.Error, "Site {Site}: what destination {Destination} has done could not be stored; it is tried again.")]
    private partial void LogNotStored(Exception trouble, string site, string destination);

    [LoggerMessage(1815, LogLevel.Error, "Site {Site}: {Count} event(s) were gone from the log before destination {Destination} had them.")]
    private partial void LogLost(string site, string destination, long count);

    [LoggerMessage(1816, LogLevel.Critical, "Site {Site}: the reader of destination {Destination} failed and begins anew.")]
    private partial void LogFailed(Exception failure, string site, string destination);
}
