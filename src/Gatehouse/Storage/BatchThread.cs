namespace Gatehouse.Storage;

/// <summary>One thread that takes what waits as one batch, so that one sync of the disk is shared by all of it.</summary>
internal sealed class BatchThread<T> : IDisposable
{
    private readonly WorkQueue<T> _waiting;
    private readonly int _mostInBatch;
    private readonly Action<List<T>> _work;
    private readonly Thread _thread;

    /// <summary>Starts the thread.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="mostWaiting">How much may wait.</param>
    /// <param name="mostInBatch">The most that is taken at once.</param>
    /// <param name="work">Does a batch, and handles its trouble itself.</param>
    public BatchThread(string name, int mostWaiting, int mostInBatch, Action<List<T>> work)
    {
        (_waiting, _mostInBatch, _work) = (new(mostWaiting), mostInBatch, work);
        _thread = new(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>Hands something over. False: too much waits, or the thread is closing.</summary>
    public bool TryAdd(T item) => _waiting.TryAdd(item);

    /// <summary>Does what waits, then stops.</summary>
    public void Dispose()
    {
        _waiting.Close();
        _thread.Join();
    }

    private void Run()
    {
        var batch = new List<T>(_mostInBatch);
        while (_waiting.Take(batch, _mostInBatch))
        {
            _work(batch);
            batch.Clear();
        }
    }
}
