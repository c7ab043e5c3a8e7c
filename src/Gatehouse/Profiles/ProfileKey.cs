using System.Buffers;
using Gatehouse.Visitors;

namespace Gatehouse.Profiles;

/// <summary>Names one stored profile. Only ids of the form in <c>docs/formats/profile.md</c> become keys.</summary>
internal readonly record struct ProfileKey
{
    /// <summary>Longest id in UTF-16 code units.</summary>
    public const int LongestId = 512;

    // C0, DEL and C1, and every surrogate: those need a closer look.
    private static readonly SearchValues<char> Suspects = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21)).Concat(Enumerable.Range(0xD800, 0x800)).Select(static code => (char)code)]);

    private ProfileKey(string site, ProfileKind kind, string id)
    {
        Site = site;
        Kind = kind;
        Id = id;
    }

    /// <summary>Name of the site.</summary>
    public string Site { get; }

    /// <summary>Which id <see cref="Id"/> is.</summary>
    public ProfileKind Kind { get; }

    /// <summary>The id. A secret of the visitor: never logged.</summary>
    public string Id { get; }

    /// <summary>The key of a visitor: the user's when there is a user id, else the anonymous one. False: no usable id.</summary>
    public static bool TryOf(string site, Visitor visitor, out ProfileKey key) =>
        visitor.UserId is { } user ? TryCreate(site, ProfileKind.User, user, out key) : TryCreate(site, ProfileKind.Anonymous, visitor.AnonymousId, out key);

    /// <summary>Makes a key. False: the id does not have the form.</summary>
    public static bool TryCreate(string site, ProfileKind kind, string? id, out ProfileKey key)
    {
        if (id is null || id.Length is 0 or > LongestId || (id.AsSpan().ContainsAny(Suspects) && !IsWellFormed(id)))
        {
            key = default;
            return false;
        }

        key = new(site, kind, id);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Site}/{Kind}";

    private static bool IsWellFormed(ReadOnlySpan<char> id)
    {
        for (var i = 0; i < id.Length; i++)
        {
            if (char.IsControl(id[i]))
            {
                return false;
            }

            if (char.IsSurrogate(id[i]))
            {
                if (i + 1 == id.Length || !char.IsSurrogatePair(id[i], id[i + 1]))
                {
                    return false;
                }

                i++;
            }
        }

        return true;
    }
}
