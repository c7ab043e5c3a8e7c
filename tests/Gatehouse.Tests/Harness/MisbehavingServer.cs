using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Tests.Harness;

/// <summary>A server on a loopback port that does on the wire what no server should.</summary>
internal sealed class MisbehavingServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Func<MisbehavingConnection, Task> _behave;
    private readonly X509Certificate2? _certificate;
    private readonly Task _accepting;
    private int _accepted;

    private MisbehavingServer(Func<MisbehavingConnection, Task> behave, X509Certificate2? certificate)
    {
        _behave = behave;
        _certificate = certificate;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Its address.</summary>
    public string Url => $"{(_certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/in";

    /// <summary>How many connections were opened.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Starts it.</summary>
    /// <param name="behave">What it does with a connection, which is closed afterwards.</param>
    /// <param name="certificate">Its certificate. Null: no TLS.</param>
    public static MisbehavingServer Start(Func<MisbehavingConnection, Task> behave, X509Certificate2? certificate = null) => new(behave, certificate);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _accepting;
        _listener.Stop();
        await Task.WhenAll(_connections);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptTcpClientAsync(_end.Token);
                Interlocked.Increment(ref _accepted);
                _connections.Add(ServeAsync(socket));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // It ends.
        }
    }

    private async Task ServeAsync(TcpClient socket)
    {
        using var owned = socket;
        try
        {
            Stream stream = socket.GetStream();
            if (_certificate is not null)
            {
                var tls = new SslStream(stream);
                await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _end.Token);
                stream = tls;
            }

            await _behave(new(stream, _end.Token));
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or System.Security.Authentication.AuthenticationException)
        {
            // The client has had enough, or the test ends.
        }
    }
}
