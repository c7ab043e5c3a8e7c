namespace Gatehouse.Samples.Shop.Tracking;

/// <summary>The types of events, by the last part of the address.</summary>
internal static class EventType
{
    public const string Batch = "batch";

    /// <summary>The type in full, or <see langword="null"/> if there is none of that name.</summary>
    public static string? FromPath(string? name) => name switch
    {
        "t" or "track" => "track",
        "p" or "page" => "page",
        "i" or "identify" => "identify",
        "g" or "group" => "group",
        "a" or "alias" => "alias",
        "s" or "screen" => "screen",
        "b" or "batch" or "import" => Batch,
        "m" => "metrics",
        _ => null,
    };
}
