using Gatehouse.Delivery.Destinations.Files;

namespace Gatehouse.Tests.Delivery.Destinations.Files;

/// <summary>The disk, but for one step that fails: half of what is to be written is written, what is to be moved is not moved.</summary>
internal sealed class FaultyDisk : IFileDisk
{
    private readonly FileDisk _disk = new();
    private int _failAt;
    private Func<Exception>? _failure;
    private bool _isForGood;
    private volatile bool _isOver;

    /// <summary>Whether the step has come after which all fail.</summary>
    public bool IsOver => _isOver;

    /// <summary>How many steps there were.</summary>
    public int Steps { get; private set; }

    /// <summary>Makes one step fail.</summary>
    public void FailAt(int step, Func<Exception> failure) => (_failAt, _failure) = (step, failure);

    /// <summary>Makes one step, and all that come after it, fail: as if the process had ended.</summary>
    public void EndAt(int step)
    {
        _isForGood = true;
        FailAt(step, static () => new InvalidOperationException("The end."));
    }

    public Stream Read(string path)
    {
        Stream? stream = null;
        Step(() => stream = _disk.Read(path));
        return stream!;
    }

    public bool Exists(string path) => _isOver ? throw _failure!() : _disk.Exists(path);

    public void CreateFolder(string path) => Step(() => _disk.CreateFolder(path));

    public IDiskFile Open(string path)
    {
        Step(static () => { });
        return new Opened(this, _disk.Open(path));
    }

    public void Move(string from, string to) => Step(() => _disk.Move(from, to));

    public void Delete(string path) => Step(() => _disk.Delete(path));

    private void Step(Action work)
    {
        // Journals are converted beside the writing.
        lock (_disk)
        {
            if (++Steps == _failAt || _isOver)
            {
                _isOver = _isForGood;
                throw _failure!();
            }

            work();
        }
    }

    private sealed class Opened(FaultyDisk owner, IDiskFile file) : IDiskFile
    {
        public long Length => file.Length;

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            lock (owner._disk)
            {
                if (!owner._isOver)
                {
                    file.Write(bytes[..(bytes.Length / 2)], offset);
                }

                owner.Step(static () => { });
                file.Write(bytes[(bytes.Length / 2)..], offset + (bytes.Length / 2));
            }
        }

        public void Cut(long length) => owner.Step(() => file.Cut(length));

        public void Sync() => owner.Step(file.Sync);

        public void Dispose() => file.Dispose();
    }
}
