using Microsoft.Extensions.Primitives;

namespace Gatehouse.Visitors;

/// <summary>Finds the visitor in a request's cookies. Allocates nothing but the ids that it finds.</summary>
internal ref struct VisitorReader
{
    private string? _anonymousId;
    private string? _userId;
    private string? _oldUser;
    private (string? AnonymousId, string? UserId) _oldPair;
    private bool _sawAnonymousId;
    private bool _sawUserId;
    private LeftoverCookies _leftovers;

    /// <summary>Reads the Cookie headers (RFC 6265, 4.2). Of a name that comes twice the first usable value counts.</summary>
    public static Visitor Read(StringValues headers)
    {
        var reader = default(VisitorReader);
        foreach (var header in headers)
        {
            foreach (var range in header.AsSpan().Split(';'))
            {
                var cookie = header.AsSpan(range).Trim();
                if (cookie.IndexOf('=') is > 0 and var border)
                {
                    reader.Take(cookie[..border], cookie[(border + 1)..]);
                }
            }
        }

        return reader.Made();
    }

    private void Take(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        switch (name)
        {
            case CookieNames.AnonymousId:
                _anonymousId ??= CookieId.Read(value);
                _leftovers |= _sawAnonymousId ? LeftoverCookies.TwoAnonymousIds : LeftoverCookies.None;
                _sawAnonymousId = true;
                break;
            case CookieNames.UserId:
                _userId ??= CookieId.Read(value);
                _leftovers |= _sawUserId ? LeftoverCookies.TwoUserIds : LeftoverCookies.None;
                _sawUserId = true;
                break;
            case CookieNames.OldUser:
                _oldUser ??= CookieId.ReadOldUser(value);
                _leftovers |= LeftoverCookies.OldUser;
                break;
            case CookieNames.OldPair when _oldPair == default:
                _oldPair = CookieId.ReadOldPair(value);
                _leftovers |= LeftoverCookies.OldPair;
                break;
        }
    }

    private readonly Visitor Made()
    {
        var anonymousId = _anonymousId ?? _oldPair.AnonymousId;
        var userId = _userId ?? _oldUser ?? _oldPair.UserId;
        return anonymousId is null && userId is null && _leftovers == LeftoverCookies.None
            ? Visitor.Unknown
            : new() { AnonymousId = anonymousId, UserId = userId, Leftovers = _leftovers };
    }
}
