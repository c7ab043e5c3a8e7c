using Gatehouse.Tests.Harness;

namespace Gatehouse.Tests.Delivery.Destinations.Http;

/// <summary>How each fault looks on the wire.</summary>
internal static class Faults
{
    private static readonly string Kilobyte = new('x', 1024);

    /// <summary>Serves one connection with a fault.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="requests">After how many requests it closes at the latest.</param>
    public static async Task ServeAsync(Fault fault, MisbehavingConnection connection, int requests = int.MaxValue)
    {
        if (fault == Fault.ClosesAtOnce)
        {
            return;
        }

        for (var i = 0; i < requests && await connection.ReadAsync() is not null && await AnswerAsync(fault, connection); i++)
        {
        }
    }

    // Whether the connection goes on.
    private static async Task<bool> AnswerAsync(Fault fault, MisbehavingConnection connection)
    {
        switch (fault)
        {
            case Fault.ClosesAfterTheRequest:
                return false;
            case Fault.ClosesInItsAnswer:
                await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Le");
                return false;
            case Fault.Stalls:
                await connection.StallAsync();
                return false;
            case Fault.TricklesItsHead:
                await connection.WriteAsync("HTTP/1.1 200 OK\r\nX-A: ");
                await connection.StallAsync();
                return false;
            case Fault.TalksGarbage:
                await connection.WriteAsync("\0\u0001\u0002SSH-2.0-garbage\n\n\u00ff\u00fe");
                return false;
            case Fault.SendsHeadersWithoutEnd:
                await connection.WriteAsync("HTTP/1.1 200 OK\r\n");
                await connection.FloodAsync("X-A: " + Kilobyte + "\r\n");
                return false;
            case Fault.RefusesWithoutEnd:
                await connection.WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n");
                await connection.FloodAsync("400\r\n" + Kilobyte + "\r\n");
                return false;
            case Fault.TakesAndTalksWithoutEnd:
                await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n");
                await connection.FloodAsync("400\r\n" + Kilobyte + "\r\n");
                return false;
            case Fault.RefusesAndStalls:
                await connection.WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\nbegin");
                await connection.StallAsync();
                return false;
            default:
                await connection.WriteAsync(HeadOf(fault) + "Content-Length: 2\r\nContent-Type: text/plain\r\n\r\nno");
                return true;
        }
    }

    private static string HeadOf(Fault fault) => fault switch
    {
        Fault.IsBusy => "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\n",
        Fault.Fails => "HTTP/1.1 500 Internal Server Error\r\n",
        Fault.RefusesEverything => "HTTP/1.1 422 Unprocessable Content\r\n",
        Fault.Redirects => "HTTP/1.1 307 Temporary Redirect\r\nLocation: /in\r\n",
        Fault.HasNoSuchAddress => "HTTP/1.1 404 Not Found\r\n",
        Fault.WantsCredentials => "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\n",
        _ => throw new ArgumentOutOfRangeException(nameof(fault)),
    };
}
