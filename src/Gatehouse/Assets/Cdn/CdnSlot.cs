namespace Gatehouse.Assets.Cdn;

/// <summary>One file's place in the cache: the last good copy, and at most one fetch at a time.</summary>
internal sealed class CdnSlot(CdnFile file)
{
    private const int MostOlder = 3;
    private readonly Lock _gate = new();
    private volatile CdnCopy? _copy;
    private volatile ICdnContent[] _older = [];
    private Task? _flight;
    private long _nextTry = long.MinValue;
    private int _failures;
    private long _lastUsed;
    private volatile bool _isMissing;
    private volatile bool _isSlow;

    /// <summary>The file.</summary>
    public CdnFile File { get; } = file;

    /// <summary>The last good copy. Null: none has come.</summary>
    public CdnCopy? Copy => _copy;

    /// <summary>What the copy replaced, newest first: pages that were handed an older library still ask for it.</summary>
    public IReadOnlyList<ICdnContent> Older => _older;

    /// <summary>Whether the CDN's last word was that there is no such file.</summary>
    public bool IsMissing => _isMissing;

    /// <summary>Whether the last fetch failed.</summary>
    public bool IsFailing => Volatile.Read(ref _failures) > 0;

    /// <summary>Whether somebody has waited in vain for the fetch under way, so that nobody else need.</summary>
    public bool IsSlow
    {
        get => _isSlow;
        set => _isSlow = value;
    }

    /// <summary>When it was last asked for, as a time stamp.</summary>
    public long LastUsed
    {
        get => Volatile.Read(ref _lastUsed);
        set => Volatile.Write(ref _lastUsed, value);
    }

    /// <summary>Whether a fetch is under way.</summary>
    public bool IsInFlight => Volatile.Read(ref _flight) is not null;

    /// <summary>How much memory it holds.</summary>
    public long Bytes => (_copy?.Content.Bytes ?? 0) + _older.Sum(static content => content.Bytes);

    /// <summary>Joins the fetch under way or starts one.</summary>
    /// <returns>Null: the last failure is too recent, or <paramref name="start"/> found no room.</returns>
    public Task? Refresh(long now, Func<CdnSlot, Task?> start)
    {
        lock (_gate)
        {
            if (_flight is null && now >= _nextTry)
            {
                _flight = start(this);
            }

            return _flight;
        }
    }

    /// <summary>Ends the fetch with a good copy.</summary>
    public void Succeed(CdnCopy copy)
    {
        lock (_gate)
        {
            if (File.Kind == AssetKind.Library && _copy is { } before && !ReferenceEquals(before.Content, copy.Content))
            {
                _older = [before.Content, .. _older.Take(MostOlder - 1)];
            }

            _copy = copy;
            _isMissing = false;
            _isSlow = false;
            _failures = 0;
            _nextTry = long.MinValue;
            _flight = null;
        }
    }

    /// <summary>Ends the fetch without one.</summary>
    /// <param name="isMissing">Whether the CDN said that there is no such file.</param>
    /// <param name="nextTry">From the number of failures in a row, when the next fetch may start.</param>
    public void Fail(bool isMissing, Func<int, long> nextTry)
    {
        lock (_gate)
        {
            _isMissing = isMissing;
            _isSlow = false;
            _failures++;
            _nextTry = nextTry(_failures);
            _flight = null;
        }
    }
}
