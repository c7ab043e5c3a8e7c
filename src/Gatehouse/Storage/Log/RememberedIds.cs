namespace Gatehouse.Storage.Log;

/// <summary>The ids of all sealed segments within the window. Asked by the writer, changed by the housekeeper.</summary>
internal sealed class RememberedIds : IDisposable
{
    private readonly Lock _gate = new();
    private SealedIds[] _all = [];

    /// <summary>All of them, the oldest first.</summary>
    public ReadOnlySpan<SealedIds> All => Volatile.Read(ref _all);

    /// <summary>Segments whose ids have no file yet.</summary>
    public int WithoutFile
    {
        get
        {
            var count = 0;
            foreach (var ids in All)
            {
                count += ids.File is null ? 1 : 0;
            }

            return count;
        }
    }

    /// <summary>Adds the ids of a segment that is newer than all others.</summary>
    public void Add(SealedIds ids)
    {
        lock (_gate)
        {
            Volatile.Write(ref _all, [.. _all, ids]);
        }
    }

    /// <summary>Forgets the ids of a segment.</summary>
    public void Remove(SealedIds ids)
    {
        lock (_gate)
        {
            Volatile.Write(ref _all, Array.FindAll(_all, other => other != ids));
        }
    }

    /// <summary>Puts other ids of the same segment into the place of what is there.</summary>
    public void Replace(SealedIds old, SealedIds ids)
    {
        lock (_gate)
        {
            Volatile.Write(ref _all, Array.ConvertAll(_all, other => other == old ? ids : other));
        }
    }

    /// <summary>Whether an id is remembered; the newest segments, where repeats are likely, are asked first.</summary>
    public bool Contains(UInt128 fingerprint)
    {
        var all = All;
        for (var i = all.Length - 1; i >= 0; i--)
        {
            if (all[i].Contains(fingerprint))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var ids in All)
        {
            ids.File?.Dispose();
        }
    }
}
