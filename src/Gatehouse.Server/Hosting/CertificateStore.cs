using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gatehouse.Sites;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Server.Hosting;

/// <summary>The certificate of the HTTPS listeners, read again when its file changes: a renewal needs no restart.</summary>
internal sealed partial class CertificateStore : IDisposable
{
    private readonly CertificateSettings _settings;
    private readonly ILogger<CertificateStore> _logger;
    private readonly PhysicalFileProvider _folder;
    private readonly IDisposable _watch;
    private volatile SslStreamCertificateContext _current;

    /// <summary>Reads the certificate.</summary>
    /// <exception cref="InvalidCertificateException">It cannot be used.</exception>
    public CertificateStore(CertificateSettings settings, ILogger<CertificateStore> logger)
    {
        _settings = settings;
        _logger = logger;
        _current = Read(settings);
        var path = Path.GetFullPath(settings.Path);
        _folder = new(Path.GetDirectoryName(path)!);
        _watch = ChangeToken.OnChange(() => _folder.Watch(Path.GetFileName(path)), Reload);
    }

    /// <summary>What new connections get.</summary>
    public SslStreamCertificateContext Current => _current;

    /// <inheritdoc/>
    public void Dispose()
    {
        _watch.Dispose();
        _folder.Dispose();
    }

    private void Reload()
    {
        try
        {
            _current = Read(_settings);
            LogReloaded();
        }
        catch (InvalidCertificateException bad)
        {
            LogRefused(bad.Message);
        }
    }

    private static SslStreamCertificateContext Read(CertificateSettings settings)
    {
        try
        {
            var all = new X509Certificate2Collection();
            X509Certificate2 own;
            if (X509Certificate2.GetCertContentType(settings.Path) == X509ContentType.Pkcs12)
            {
                all = X509CertificateLoader.LoadPkcs12CollectionFromFile(settings.Path, settings.Password);
                own = all.FirstOrDefault(static certificate => certificate.HasPrivateKey)
                    ?? throw new CryptographicException("it has no private key");
            }
            else
            {
                all.ImportFromPemFile(settings.Path);
                own = settings.Password is null
                    ? X509Certificate2.CreateFromPemFile(settings.Path, settings.Key)
                    : X509Certificate2.CreateFromEncryptedPemFile(settings.Path, settings.Password, settings.Key);
            }

            return SslStreamCertificateContext.Create(own, all, offline: true);
        }
        catch (Exception unusable) when (unusable is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InvalidCertificateException($"Gatehouse:Certificate: '{settings.Path}' cannot be used: {unusable.Message}", unusable);
        }
    }

    [LoggerMessage(2001, LogLevel.Information, "The certificate was read again.")]
    private partial void LogReloaded();

    [LoggerMessage(2002, LogLevel.Error, "The changed certificate was refused; the one before stays. {Reason}")]
    private partial void LogRefused(string reason);
}
