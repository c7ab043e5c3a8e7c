using Gatehouse.Html.Buffers;

namespace Gatehouse.Html.Rewriting;

/// <summary>What handlers put around or in place of the unit they see. Each content is in the document's encoding.</summary>
internal sealed class Surroundings
{
    public PooledBuffer Before;
    public PooledBuffer After;
    public PooledBuffer Replacement;

    /// <summary>Whether the unit itself is left out.</summary>
    public bool IsRemoved { get; set; }

    public bool IsUntouched => !IsRemoved && Before.Length + After.Length == 0;

    public int Length => Before.Length + After.Length + Replacement.Length;

    /// <summary>Forgets all but the arrays.</summary>
    public void Rewind()
    {
        Before.Rewind();
        After.Rewind();
        Replacement.Rewind();
        IsRemoved = false;
    }

    public void Clear()
    {
        Rewind();
        Before.Clear();
        After.Clear();
        Replacement.Clear();
    }
}
