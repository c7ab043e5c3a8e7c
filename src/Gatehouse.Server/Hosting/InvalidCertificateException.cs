namespace Gatehouse.Server.Hosting;

/// <summary>The certificate cannot be used.</summary>
internal sealed class InvalidCertificateException(string message, Exception cause) : Exception(message, cause);
