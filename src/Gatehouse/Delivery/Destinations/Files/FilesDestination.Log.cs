using Microsoft.Extensions.Logging;

namespace Gatehouse.Delivery.Destinations.Files;

/// <content>What it logs.</content>
internal sealed partial class FilesDestination
{
    [LoggerMessage(1880, LogLevel.Warning, "Destination {Destination} of site {Site}: {Trouble} It is tried again. {Detail}")]
    private partial void LogTrouble(string site, string destination, string trouble, string detail);

    [LoggerMessage(1881, LogLevel.Error, "Destination {Destination} of site {Site}: {Count} files hold less than had been written, or are gone. What is left was put aside as .damaged.")]
    private partial void LogDamaged(string site, string destination, int count);
}
