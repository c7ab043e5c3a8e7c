namespace Gatehouse.Delivery.Destinations.Files;

/// <summary>
/// The files of one destination, as <c>docs/formats/files.md</c> says. Made anew after any trouble: what it finds on the disk is then
/// put right in the same way as after a crash. Not for several threads.
/// </summary>
internal sealed partial class EventFiles : IDisposable
{
    // Events come in the order of their receipt; more hours than this are only open when clocks were moved.
    private const int MostOpen = 4;

    private readonly FilesOptions _options;
    private readonly DestinationContext _context;
    private readonly IFileDisk _disk;
    private readonly FileNames _names;
    private readonly FileFrame _frame;
    private readonly FileState _state;
    private readonly WrittenEvents _written;
    private readonly List<OpenFile> _open = [];
    private readonly Queue<StoredFile> _sealed = new();

    public EventFiles(FilesOptions options, DestinationContext context, IFileDisk disk)
    {
        (_options, _context, _disk) = (options, context, disk);
        _frame = new(options.Compression);
        _written = new(context.IsOfManyLogs);
        _state = FileState.Open(context.Folder, context.IsOfManyLogs ? null : context.Log);
        _names = new(options, context, _state.Id);
        try
        {
            _state.Written().ForEach(part => _written.Add(part));
            _state.Files().ForEach(Recover);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>How many journals wait for a Parquet file to be made of them.</summary>
    public int Waiting => _sealed.Count;

    /// <summary>The oldest of them. Null: none waits.</summary>
    public StoredFile? NextJournal => _sealed.TryPeek(out var journal) ? journal : null;

    /// <summary>How many files were shorter than they had been synced, and were put aside.</summary>
    public int Damaged { get; private set; }

    /// <summary>Writes events that are not yet written. When it returns, they are on the disk.</summary>
    public void Write(DeliveryBatch batch)
    {
        // An hour is stored for itself: two files cannot be changed in one step.
        foreach (var hour in _written.NewOf(batch).GroupBy(FileNames.HourOf))
        {
            var part = hour.ToList();
            var file = FileFor(hour.Key, part[0].Position);
            var stored = file.Append(_frame.Pack(part));
            var keys = _written.KeysOf(batch, part);
            _state.Commit(stored, keys, _written.Add(keys));
            file.Accept(stored);
        }
    }

    /// <summary>Closes files that are large or old enough.</summary>
    public void CloseDue()
    {
        foreach (var file in _open.Where(IsDue).ToList())
        {
            Close(file);
        }
    }

    /// <summary>Closes all files.</summary>
    public void CloseAll()
    {
        while (_open.Count > 0)
        {
            Close(_open[0]);
        }
    }

    /// <summary>The part of the oldest journal is made: it becomes the file.</summary>
    public void Finish(StoredFile journal)
    {
        if (NextJournal?.Path == journal.Path)
        {
            // From here on the journal is not needed, and the file may be taken away as soon as it is there.
            _state.Advance(journal.Path, FileStage.Made);
            GiveName(journal.Path);
            _state.Advance(journal.Path, FileStage.Closed);
            _sealed.Dequeue();
        }
    }

    /// <summary>The oldest journal cannot be read.</summary>
    public void PutAside(StoredFile journal)
    {
        if (NextJournal?.Path == journal.Path)
        {
            PutAside(journal.Path);
            _sealed.Dequeue();
        }
    }

    public void Dispose()
    {
        _open.ForEach(static file => file.Dispose());
        _state.Dispose();
    }

    private bool IsDue(OpenFile file) =>
        file.Stored.Length >= _options.RollBytes || _context.Time.GetUtcNow() - file.Stored.Opened >= _options.RollAge;

    private OpenFile FileFor(DateTime hour, long first)
    {
        var file = _open.Find(open => open.Stored.Hour == hour);
        if (file is not null && !IsDue(file))
        {
            return file;
        }

        if (file is not null)
        {
            Close(file);
        }

        while (_open.Count >= MostOpen)
        {
            Close(_open[0]);
        }

        var stored = new StoredFile(NameFor(hour, first), 0, hour, _context.Time.GetUtcNow());
        _disk.CreateFolder(Path.GetDirectoryName(stored.Path)!);
        _state.Add(stored);
        file = new(_disk, stored);
        _open.Add(file);
        file.Resume();
        return file;
    }

    private void Close(OpenFile file)
    {
        file.Dispose();
        var path = file.Stored.Path;
        if (file.Stored.Length == 0)
        {
            _disk.Delete(path + FileNames.Open);
            _state.Forget(path);
        }
        else if (IsParquet(path))
        {
            _state.Advance(path, FileStage.Sealed);
            _sealed.Enqueue(file.Stored);
        }
        else
        {
            _disk.Move(path + FileNames.Open, path);
            _state.Advance(path, FileStage.Closed);
        }

        _open.Remove(file);
    }

    private static bool IsParquet(string path) => FileKind.Of(path).Format == FileFormat.Parquet;

    private string NameFor(DateTime hour, long first)
    {
        var name = _names.Of(hour, first);
        for (var again = 2; _disk.Exists(name) || _disk.Exists(name + FileNames.Open); again++)
        {
            name = _names.Of(hour, first, again);
        }

        return name;
    }
}
