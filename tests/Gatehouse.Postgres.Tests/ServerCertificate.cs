using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Postgres.Tests;

/// <summary>A certificate for <c>localhost</c> that nobody signed but itself.</summary>
internal sealed class ServerCertificate : IDisposable
{
    public ServerCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        Certificate = certificate.ExportCertificatePem();
        Key = key.ExportPkcs8PrivateKeyPem();
        Path = System.IO.Path.GetTempFileName();
        File.WriteAllText(Path, Certificate);
    }

    /// <summary>As PEM.</summary>
    public string Certificate { get; }

    /// <summary>Its key, as PEM.</summary>
    public string Key { get; }

    /// <summary>A file with it.</summary>
    public string Path { get; }

    public void Dispose() => File.Delete(Path);
}
