using Gatehouse.Sites;
using Gatehouse.Storage;
using Microsoft.AspNetCore.Connections;

namespace Gatehouse.Server.Hosting;

/// <summary>Tells expected failures of a start from bugs, and says what to do about them.</summary>
internal static class StartFailure
{
    /// <summary>A text for the terminal. Null: not an expected failure.</summary>
    public static string? Describe(Exception failure) => failure switch
    {
        InvalidSettingsException or FileNotFoundException or InvalidDataException => failure.Message,
        IOException { InnerException: AddressInUseException } => $"{failure.Message} Stop what listens there, or choose another port.",
        InvalidCertificateException or StorageException => failure.Message,
        System.Net.Sockets.SocketException or UnauthorizedAccessException or IOException => failure.Message,
        _ => null,
    };
}
