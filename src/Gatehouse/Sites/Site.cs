namespace Gatehouse.Sites;

/// <summary>A site of one snapshot: its settings, and what the rooms compile from them once.</summary>
/// <param name="settings">What was configured.</param>
internal sealed class Site(SiteSettings settings)
{
    private readonly object?[] _parts = new object?[SitePart.Most];

    /// <summary>What was configured.</summary>
    public SiteSettings Settings { get; } = settings;

    /// <summary>Names the site in logs, metrics and stores.</summary>
    public string Name => Settings.Name;

    /// <summary>What a room has compiled from the settings; compiled at the first call, kept as long as the snapshot.</summary>
    public T Get<T>(SitePart<T> part)
        where T : class
    {
        ref var slot = ref _parts[part.Index];
        return (T?)Volatile.Read(ref slot) ?? Compile(part, ref slot);
    }

    private T Compile<T>(SitePart<T> part, ref object? slot)
        where T : class
    {
        var made = part.Compile(this);
        return (T?)Interlocked.CompareExchange(ref slot, made, null) ?? made;
    }
}
