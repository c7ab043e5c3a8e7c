using System.Collections.Frozen;
using Gatehouse.Sites;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Collect.Collectors;

/// <summary>The paths of a site that belong to collectors.</summary>
internal sealed class SiteCollectors
{
    /// <summary>The part that holds them.</summary>
    public static readonly SitePart<SiteCollectors> Part = new(static site => new(site.Settings.Collectors));

    private readonly FrozenDictionary<string, Dialect[]>.AlternateLookup<ReadOnlySpan<char>> _dialects;

    private SiteCollectors(IReadOnlyList<Collector> collectors) =>
        _dialects = Dialects.All
            .Where(dialect => collectors.Contains(dialect.Collector))
            .SelectMany(static dialect => dialect.Routes.Keys.Select(path => (path, dialect)))
            .GroupBy(static one => one.path, static one => one.dialect, StringComparer.Ordinal)
            .ToFrozenDictionary(static group => group.Key, static group => group.ToArray(), StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The dialect and route of a path; one slash at its end makes no difference. Null: the path is the website's.</summary>
    public (Dialect Dialect, CollectorRoute Route)? Find(ReadOnlySpan<char> path, IHeaderDictionary headers)
    {
        path = path is [.. var inner, '/'] ? inner : path;
        if (!_dialects.TryGetValue(path, out var dialects))
        {
            return null;
        }

        var dialect = dialects.Length == 1 ? dialects[0] : Array.Find(dialects, one => one.Recognise?.Invoke(headers) == true) ?? dialects[0];
        return (dialect, dialect.Routes.GetAlternateLookup<ReadOnlySpan<char>>()[path]);
    }
}
