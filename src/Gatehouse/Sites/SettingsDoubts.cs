namespace Gatehouse.Sites;

/// <summary>What can serve, but is hardly meant.</summary>
internal static class SettingsDoubts
{
    /// <summary>One sentence each, with its key.</summary>
    public static IEnumerable<string> Of(EdgeSettings settings)
    {
        if (settings.Durability == Durability.Interval)
        {
            yield return $"Gatehouse:Durability is interval: a power cut loses the events of the last {settings.Log.Interval.TotalMilliseconds:0} ms.";
        }
        else if (settings.Durability == Durability.Memory)
        {
            yield return "Gatehouse:Durability is memory: a crash loses events that were answered 200.";
        }

        if (settings.Log.Shed.Count > 0 && settings.Log.AtLimit != LogLimitPolicy.Shed)
        {
            yield return "Gatehouse:Log:Shed has no effect, because AtLimit is not shed.";
        }

        if (settings.Log.AtLimit == LogLimitPolicy.Oldest)
        {
            yield return "Gatehouse:Log:AtLimit is oldest: at the limit, events that were answered 200 are lost before they are delivered.";
        }

        foreach (var site in settings.Sites)
        {
            var key = "Gatehouse:Sites:" + site.Name;
            if (site.Destinations.Count == 0)
            {
                yield return $"{key}: without Segment and Destinations, events are stored but delivered nowhere; they go after Gatehouse:Log:Retain.";
            }

            if (site.Origin is null)
            {
                yield return $"{key}:Origin is missing; the server has no pages to serve.";
            }
        }
    }
}
