namespace Gatehouse.Profiles;

/// <summary>Turns of several profiles, held together.</summary>
internal sealed class ProfileTurns : IDisposable
{
    private readonly List<ProfileSlot> _held = [];

    /// <summary>Waits for one more.</summary>
    public async ValueTask AddAsync(ProfileSlot slot)
    {
        await slot.Turn.WaitAsync(CancellationToken.None);
        _held.Add(slot);
    }

    /// <summary>Gives them back.</summary>
    public void Dispose()
    {
        foreach (var slot in _held)
        {
            slot.Turn.Release();
        }

        _held.Clear();
    }
}
