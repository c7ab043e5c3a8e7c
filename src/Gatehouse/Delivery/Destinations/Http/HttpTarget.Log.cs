using Microsoft.Extensions.Logging;

namespace Gatehouse.Delivery.Destinations.Http;

/// <content>What is logged.</content>
internal sealed partial class HttpTarget
{
    [LoggerMessage(1860, LogLevel.Error, "Site {Site}: destination {Destination} answered {Status}. No event is to blame for that: its address or its credentials are to be mended. Events wait until then.")]
    private partial void LogMisconfigured(string site, string destination, int status);
}
