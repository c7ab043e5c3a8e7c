using System.Buffers.Text;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Collect.Collectors;

/// <summary>Finds the key that a request shows outside of its body.</summary>
internal static class ShownKey
{
    private const string Basic = "Basic ";
    private const int Longest = 2048;

    /// <summary>Whether the request shows the right key. Null: it shows none there, so the body decides.</summary>
    public static bool? Judge(HttpRequest request, KeyPlaces places, WriteKey key)
    {
        if (places.HasFlag(KeyPlaces.Header) && request.Headers["X-Write-Key"].ToString() is { Length: > 0 } header)
        {
            return IsKey(Encoding.UTF8.GetBytes(header), places, key);
        }

        if (places.HasFlag(KeyPlaces.Basic) && request.Headers.Authorization.ToString() is { Length: > 0 } authorization
            && authorization.StartsWith(Basic, StringComparison.OrdinalIgnoreCase))
        {
            return Decode(authorization.AsSpan(Basic.Length).Trim()) is { } pair ? JudgePair(pair, places, key) : false;
        }

        return places.HasFlag(KeyPlaces.Query) && request.Query["writeKey"].ToString() is { Length: > 0 } query
            ? IsKey(Encoding.UTF8.GetBytes(query), places, key)
            : null;
    }

    /// <summary>The user is the key and there is no password, or it is a pair. Nothing at all is no key, as browsers send it for an empty one.</summary>
    private static bool? JudgePair(ReadOnlySpan<byte> pair, KeyPlaces places, WriteKey key) => pair switch
    {
        [] or [(byte)':'] => null,
        [.. var user, (byte)':'] => key.Is(user),
        _ => IsKey(pair, places, key),
    };

    private static bool IsKey(ReadOnlySpan<byte> text, KeyPlaces places, WriteKey key) =>
        key.Is(places.HasFlag(KeyPlaces.Pair) ? text[(text.IndexOf((byte)':') + 1)..] : text);

    private static byte[]? Decode(ReadOnlySpan<char> base64)
    {
        if (base64.Length > Longest || !Base64.IsValid(base64, out var length))
        {
            return null;
        }

        var bytes = new byte[length];
        return Convert.TryFromBase64Chars(base64, bytes, out _) ? bytes : null;
    }
}
