using Microsoft.Extensions.Logging;

namespace Gatehouse.Delivery.Replays;

/// <content>What is logged: the end, and the begin and the end of a trouble.</content>
internal sealed partial class ReplayRunner
{
    [LoggerMessage(1840, LogLevel.Warning, "Replay {Id}: destination {Destination} of site {Site} does not take events ({Answer}). They wait, and are sent again.")]
    private partial void LogIll(long id, string site, string destination, string answer);

    [LoggerMessage(1841, LogLevel.Information, "Replay {Id}: destination {Destination} of site {Site} takes events again.")]
    private partial void LogWell(long id, string site, string destination);

    [LoggerMessage(1842, LogLevel.Error, "Replay {Id}: destination {Destination} of site {Site} refused {Count} event(s) for good; they are dead letters now.")]
    private partial void LogDead(long id, string site, string destination, int count);

    [LoggerMessage(1843, LogLevel.Error, "Replay {Id}: destination {Destination} of site {Site} threw. Its events wait.")]
    private partial void LogThrew(Exception thrown, long id, string site, string destination);

    [LoggerMessage(1844, LogLevel.Error, "Replay {Id} to destination {Destination} of site {Site} could not be stored; it is tried again.")]
    private partial void LogNotStored(Exception trouble, long id, string site, string destination);

    [LoggerMessage(1845, LogLevel.Warning, "Replay {Id} to destination {Destination} of site {Site}: {Count} entries were gone from the log before they were read.")]
    private partial void LogLost(long id, string site, string destination, long count);

    [LoggerMessage(1846, LogLevel.Critical, "Replay {Id} to destination {Destination} of site {Site} failed and begins anew at its cursor.")]
    private partial void LogFailed(Exception failure, long id, string site, string destination);

    [LoggerMessage(1847, LogLevel.Information, "Replay {Id} to destination {Destination} of site {Site} has ended: {State}.")]
    private partial void LogEnded(long id, string site, string destination, string state);
}
