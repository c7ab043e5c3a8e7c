namespace Gatehouse.Sites;

/// <summary>Numbers the parts.</summary>
internal abstract class SitePart
{
    /// <summary>How many parts there can be; they are static fields of the rooms, so the number is known.</summary>
    public const int Most = 16;

    private static int _last = -1;

    /// <summary>Place of this part in every site.</summary>
    public int Index { get; } = Next();

    private static int Next()
    {
        var index = Interlocked.Increment(ref _last);
        return index < Most ? index : throw new InvalidOperationException("More site parts than SitePart.Most: raise it.");
    }
}
