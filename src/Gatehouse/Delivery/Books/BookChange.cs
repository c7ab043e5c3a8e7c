namespace Gatehouse.Delivery.Books;

/// <summary>A change that waits for the writing thread.</summary>
internal sealed class BookChange(Action<BookWriter> change)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the change is on disk, or has failed.</summary>
    public Task Task => _done.Task;

    /// <summary>Makes the change, within the open transaction.</summary>
    public void Do(BookWriter books) => change(books);

    /// <summary>It is on disk.</summary>
    public void Succeed() => _done.SetResult();

    /// <summary>Nothing of it is.</summary>
    public void Fail(Exception error) => _done.SetException(error);
}
