using System.Net;
using System.Net.Sockets;

namespace Gatehouse.Postgres.Tests;

/// <summary>Stands between a destination and the server, and can lose the answer to a commit.</summary>
internal sealed class PostgresRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _server;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _serving;
    private volatile bool _losesNext;

    /// <summary>Begins to listen.</summary>
    /// <param name="server">The file that the server listens at.</param>
    public PostgresRelay(string server)
    {
        _server = server;
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Where it listens.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Loses the answer to the next commit: the server has it, the client hears nothing and loses its connection.</summary>
    public void LoseNextCommit() => _losesNext = true;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _serving;
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptSocketAsync(_end.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // It was closed.
        }

        await Task.WhenAll(connections);
    }

    private async Task ServeAsync(Socket accepted)
    {
        using var client = accepted;
        using var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await server.ConnectAsync(new UnixDomainSocketEndPoint(_server), _end.Token);
            var isLost = false;
            var up = CopyAsync(client, server, bytes => isLost |= _losesNext && bytes.IndexOf("COMMIT\0"u8) >= 0);
            var down = CopyAsync(server, client, _ => { }, () => isLost);
            await Task.WhenAny(up, down);
            _losesNext &= !isLost;
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            // One of the two has gone.
        }
    }

    private async Task CopyAsync(Socket from, Socket to, Action<ReadOnlySpan<byte>> look, Func<bool>? mayEnd = null)
    {
        var buffer = new byte[65536];
        try
        {
            while (await from.ReceiveAsync(buffer, _end.Token) is var count and > 0)
            {
                look(buffer.AsSpan(0, count));
                if (mayEnd?.Invoke() == true)
                {
                    return;
                }

                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent..count), _end.Token);
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One of the two has gone.
        }
    }
}
