using System.Globalization;

namespace Gatehouse.Storage.Log;

/// <summary>One file of the log: a stretch of positions.</summary>
internal sealed class Segment(string folder, long first)
{
    /// <summary>
    /// Positions that a segment has at most, a third of them by its settings. Where the end of a broken one cannot be read, it is
    /// taken to be full, so that no position is given twice.
    /// </summary>
    public const int MostPositions = 1 << 24;

    private const string Prefix = "events-";
    private const string Suffix = ".db";
    private long _end = first;
    private long _newest;
    private int _isDamaged;
    private long _lostUpTo;

    /// <summary>The position of its first event.</summary>
    public long First { get; } = first;

    /// <summary>The position behind its last event.</summary>
    public long End
    {
        get => Volatile.Read(ref _end);
        set => Volatile.Write(ref _end, value);
    }

    /// <summary>When its last commit was; UTC ticks.</summary>
    public long NewestTicks
    {
        get => Volatile.Read(ref _newest);
        set => Volatile.Write(ref _newest, value);
    }

    /// <summary>The file.</summary>
    public string Path { get; } = System.IO.Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{first:D19}{Suffix}"));

    /// <summary>Whether a part of it could not be read. It gets no more events, and is put aside where others are deleted.</summary>
    public bool IsDamaged => Volatile.Read(ref _isDamaged) == 1;

    /// <summary>Notes damage. False: it was known.</summary>
    public bool MarkDamaged() => Interlocked.Exchange(ref _isDamaged, 1) == 0;

    /// <summary>Notes that something before a position is lost. False: it was known.</summary>
    public bool NoteLost(long next)
    {
        for (var known = Volatile.Read(ref _lostUpTo); known < next;)
        {
            var seen = Interlocked.CompareExchange(ref _lostUpTo, next, known);
            if (seen == known)
            {
                return true;
            }

            known = seen;
        }

        return false;
    }

    /// <summary>The segments of a folder, the oldest first.</summary>
    public static IEnumerable<Segment> In(string folder) =>
        from path in Directory.EnumerateFiles(folder, Prefix + "*" + Suffix)
        let name = System.IO.Path.GetFileName(path.AsSpan())[Prefix.Length..^Suffix.Length].ToString()
        where name.Length == 19 && name.All(char.IsAsciiDigit)
        let first = long.Parse(name, NumberStyles.None, CultureInfo.InvariantCulture)
        orderby first
        select new Segment(folder, first);
}
