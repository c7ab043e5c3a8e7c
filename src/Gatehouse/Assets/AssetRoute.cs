using System.Buffers;

namespace Gatehouse.Assets;

/// <summary>A path below the route prefix, read: the canon below <c>assets/</c>, and the names that the published SDK used.</summary>
/// <param name="Kind">What it asks for.</param>
/// <param name="Name">The library's hash, the chunk's name, or the path below <c>next-integrations/</c>; checked, safe in a URL. Empty for the others.</param>
internal readonly record struct AssetRoute(AssetKind Kind, string Name = "")
{
    private const string Canon = "assets/";
    private const string Bundles = "analytics-next/bundles/";
    private const string Integrations = "next-integrations/";
    private const string Library = "library/";
    private const int LongestName = 256;
    private const int HashLength = 32;
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");
    private static readonly SearchValues<char> HashCharacters = SearchValues.Create("0123456789abcdef");

    /// <summary>Whether the path is below <c>assets/</c>, where nothing belongs to the site.</summary>
    public bool IsCanon { get; private init; }

    /// <summary>Reads the path below <c>/{prefix}/</c>, decoded but for <c>%2F</c>. One slash at the end is allowed.</summary>
    public static AssetRoute Parse(string tail)
    {
        var path = tail.AsSpan();
        var isCanon = path.StartsWith(Canon, StringComparison.Ordinal);
        if (isCanon)
        {
            path = path[Canon.Length..];
        }

        if (path.EndsWith('/'))
        {
            path = path[..^1];
        }

        var route = Shared(path) is { Kind: not AssetKind.None } shared ? shared : isCanon ? Canonical(path) : Alias(path);
        return route with { IsCanon = isCanon };
    }

    /// <summary>What stands below <c>assets/</c> and, in the published SDK, right below the prefix.</summary>
    private static AssetRoute Shared(ReadOnlySpan<char> path)
    {
        if (path.StartsWith(Bundles, StringComparison.Ordinal))
        {
            var name = path[Bundles.Length..];
            return name.Contains('/') ? new(AssetKind.Unknown) : Named(AssetKind.Bundle, name);
        }

        if (path.StartsWith(Integrations, StringComparison.Ordinal))
        {
            return Named(AssetKind.Integration, path[Integrations.Length..]);
        }

        return IsOneSegmentBetween(path, "v1/projects/", "/settings") ? new(AssetKind.Settings) : default;
    }

    private static AssetRoute Canonical(ReadOnlySpan<char> path)
    {
        if (path.StartsWith(Library, StringComparison.Ordinal))
        {
            var file = path[Library.Length..];
            return file switch
            {
                "LICENSE" => new(AssetKind.Licence),
                "latest.js" => new(AssetKind.LatestLibrary),
                _ when file.Length == HashLength + 3 && file.EndsWith(".js", StringComparison.Ordinal) && !file[..HashLength].ContainsAnyExcept(HashCharacters) =>
                    new(AssetKind.Library, file[..HashLength].ToString()),
                _ => new(AssetKind.Unknown),
            };
        }

        // Whatever stands in the key's place means this site's key.
        return IsOneSegmentBetween(path, "analytics.js/v1/", "/analytics.min.js") || IsOneSegmentBetween(path, default, "/analytics.min.js")
            ? new(AssetKind.Loader)
            : new(AssetKind.Unknown);
    }

    private static AssetRoute Alias(ReadOnlySpan<char> path) => IsOneSegmentBetween(path, "ajs/", default) ? new(AssetKind.Loader) : default;

    private static bool IsOneSegmentBetween(ReadOnlySpan<char> path, ReadOnlySpan<char> before, ReadOnlySpan<char> after) =>
        path.Length > before.Length + after.Length
        && path.StartsWith(before, StringComparison.Ordinal)
        && path.EndsWith(after, StringComparison.Ordinal)
        && !path[before.Length..^after.Length].Contains('/');

    /// <summary>A name reaches the CDN's path, so each segment is a plain one.</summary>
    private static AssetRoute Named(AssetKind kind, ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > LongestName)
        {
            return new(AssetKind.Unknown);
        }

        foreach (var range in name.Split('/'))
        {
            var segment = name[range];
            if (segment.IsEmpty || segment is "." or ".." || segment.ContainsAnyExcept(NameCharacters))
            {
                return new(AssetKind.Unknown);
            }
        }

        return new(kind, name.ToString());
    }
}
