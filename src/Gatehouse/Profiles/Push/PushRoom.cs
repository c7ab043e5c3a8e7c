namespace Gatehouse.Profiles.Push;

/// <summary>Bounds how many pushes are read at the same time, and with them the memory that they take.</summary>
/// <param name="most">How many.</param>
internal sealed class PushRoom(int most)
{
    private int _inside;

    /// <summary>Lets one in. False: it is full.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _inside) <= most)
        {
            return true;
        }

        Leave();
        return false;
    }

    /// <summary>Lets one out.</summary>
    public void Leave() => Interlocked.Decrement(ref _inside);
}
