namespace Gatehouse.Profiles.Computed;

/// <summary>
/// How far back events count. Time is cut into buckets of a sixtieth of the window, so what is kept is bounded, and an event
/// counts for at least the window and at most a sixtieth longer.
/// </summary>
internal sealed class TraitWindow
{
    /// <summary>Whole buckets in a window. One more is begun.</summary>
    public const int Buckets = 60;

    /// <summary>No window: everything is in one bucket that never goes.</summary>
    public static readonly TraitWindow Endless = new(null);

    private TraitWindow(TimeSpan? window) => Width = window is { } span ? ProfileTime.Of(span) / Buckets : null;

    /// <summary>Width of a bucket; see <see cref="ProfileTime"/>. Null: endless.</summary>
    public long? Width { get; }

    /// <summary>A window of a length. Null: endless.</summary>
    public static TraitWindow Of(TimeSpan? window) => window is null ? Endless : new(window);

    /// <summary>The bucket of a time.</summary>
    public long BucketOf(long time) => Width is { } width ? Math.DivRem(time, width, out var rest) - (rest < 0 ? 1 : 0) : 0;

    /// <summary>The oldest bucket that counts.</summary>
    public long OldestAt(long now) => Width is null ? 0 : BucketOf(now) - Buckets;

    /// <summary>When a bucket has gone.</summary>
    public long EndOf(long bucket) => Width is { } width ? (bucket + Buckets + 1) * width : long.MaxValue;
}
