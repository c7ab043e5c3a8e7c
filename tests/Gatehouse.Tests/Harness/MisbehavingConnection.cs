using System.Globalization;
using System.Text;

namespace Gatehouse.Tests.Harness;

/// <summary>One connection of a <see cref="MisbehavingServer"/>.</summary>
internal sealed class MisbehavingConnection(Stream stream, CancellationToken end)
{
    /// <summary>Reads a request whole and gives its body. Null: the client has closed.</summary>
    public async Task<string?> ReadAsync()
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, end) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        var length = head.ToString().Split("\r\n").First(static line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        var body = new byte[int.Parse(length["Content-Length:".Length..], CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, end);
        return Encoding.UTF8.GetString(body);
    }

    /// <summary>Writes bytes as they are.</summary>
    public async Task WriteAsync(string text)
    {
        await stream.WriteAsync(Encoding.Latin1.GetBytes(text), end);
        await stream.FlushAsync(end);
    }

    /// <summary>Does nothing more until the client or the test has had enough.</summary>
    public async Task StallAsync()
    {
        var rest = new byte[4096];
        while (await stream.ReadAsync(rest, end) > 0)
        {
        }
    }

    /// <summary>Writes without end.</summary>
    public async Task FloodAsync(string text)
    {
        while (true)
        {
            await WriteAsync(text);
        }
    }
}
