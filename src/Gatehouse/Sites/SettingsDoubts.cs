namespace Gatehouse.Sites;

/// <summary>What can serve, but is hardly meant.</summary>
internal static class SettingsDoubts
{
    /// <summary>One sentence each, with its key.</summary>
    public static IEnumerable<string> Of(EdgeSettings settings)
    {
        if (settings.Durability != Durability.Fsync)
        {
            yield return $"Gatehouse:Durability is {settings.Durability.ToString().ToLowerInvariant()}, but events are forwarded at once in this version and not stored; it has no effect yet.";
        }

        foreach (var site in settings.Sites)
        {
            var key = "Gatehouse:Sites:" + site.Name;
            if (site.Segment is null)
            {
                yield return $"{key}: without Segment there is nowhere to send events yet; they are answered 503.";
            }

            if (site.Destinations.Count > 0)
            {
                yield return $"{key}:Destinations is read, but this version delivers to Segment only.";
            }

            if (site.Origin is null)
            {
                yield return $"{key}:Origin is missing; the server has no pages to serve.";
            }
        }
    }
}
