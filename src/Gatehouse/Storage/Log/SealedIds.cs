namespace Gatehouse.Storage.Log;

/// <summary>The ids of a sealed segment: a set in memory until they are in a file of their own.</summary>
internal sealed class SealedIds
{
    private FingerprintSet? _set;
    private IdsFile? _file;

    public SealedIds(Segment segment, FingerprintSet set) => (Segment, _set) = (segment, set);

    public SealedIds(Segment segment, IdsFile file) => (Segment, _file) = (segment, file);

    /// <summary>Whose ids they are. It may be deleted already.</summary>
    public Segment Segment { get; }

    /// <summary>Their file. Null: it is not made yet.</summary>
    public IdsFile? File => Volatile.Read(ref _file);

    /// <summary>The set, while there is no file.</summary>
    public FingerprintSet? Set => Volatile.Read(ref _set);

    /// <summary>Goes over to the file.</summary>
    public void MoveTo(IdsFile file)
    {
        Volatile.Write(ref _file, file);
        Volatile.Write(ref _set, null);
    }

    /// <summary>Whether an id is among them.</summary>
    public bool Contains(UInt128 fingerprint) => File is { } file ? file.Contains(fingerprint) : Set!.Contains(fingerprint);
}
