namespace Gatehouse.Sites;

/// <summary>Certificate of the HTTPS listeners.</summary>
/// <param name="Path">A PEM file (certificate, then its chain) or a PKCS#12 file.</param>
/// <param name="Key">PEM file of the private key. Null: it stands in <paramref name="Path"/>.</param>
/// <param name="Password">Opens an encrypted key. A secret. Null: not encrypted.</param>
internal sealed record CertificateSettings(string Path, string? Key, string? Password);
