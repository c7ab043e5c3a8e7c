using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Gatehouse.Sites;

/// <summary>A host as the browser names it, known to be well formed: safe in a URL, a header and a script's text.</summary>
internal readonly record struct SiteHost
{
    private const int LongestName = 253;
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-._");

    private SiteHost(string name, int? port, bool isAddress)
    {
        Name = name;
        Port = port;
        IsAddress = isAddress;
    }

    /// <summary>The name in lower case without a port; an IPv6 address keeps its brackets.</summary>
    public string Name { get; }

    /// <summary>The port, 1 to 65535. Null: the scheme's own.</summary>
    public int? Port { get; }

    /// <summary>Whether the name is an IP address.</summary>
    public bool IsAddress { get; }

    /// <summary>Name and port as they stand in a URL.</summary>
    public string Value => Port is { } port ? string.Create(CultureInfo.InvariantCulture, $"{Name}:{port}") : Name;

    /// <summary>Reads <c>name[:port]</c> (RFC 9110, 7.2). False: not a host, whoever sent it.</summary>
    public static bool TryParse(string? text, out SiteHost host)
    {
        host = default;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        var nameEnd = text[0] == '[' ? text.IndexOf(']', StringComparison.Ordinal) + 1 : text.IndexOf(':', StringComparison.Ordinal);
        if (nameEnd == 0)
        {
            return false;
        }

        var name = nameEnd < 0 ? text : text[..nameEnd];
        var rest = nameEnd < 0 ? default : text.AsSpan(nameEnd);
        int? port = null;
        if (!rest.IsEmpty)
        {
            if (rest[0] != ':' || !int.TryParse(rest[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 65535)
            {
                return false;
            }

            port = number;
        }

        return TryParseName(name, out name, out var isAddress) && Make(out host);

        bool Make(out SiteHost made)
        {
            made = new(name, port, isAddress);
            return true;
        }
    }

    private static bool TryParseName(string text, out string name, out bool isAddress)
    {
        name = text;
        isAddress = false;
        if (text[0] == '[')
        {
            isAddress = IPAddress.TryParse(text.AsSpan(1, text.Length - 2), out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;
            name = isAddress ? "[" + address + "]" : text;
            return isAddress;
        }

        // One dot at the end is the same name (RFC 1034, 3.1).
        name = text.EndsWith('.') ? text[..^1] : text;
        name = name.ToLowerInvariant();
        if (name.Length is 0 or > LongestName || name.AsSpan().ContainsAnyExcept(NameCharacters) || name[0] is '.' or '-' || name.Contains("..", StringComparison.Ordinal))
        {
            return false;
        }

        isAddress = IPAddress.TryParse(name, out _) && char.IsAsciiDigit(name[^1]);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
