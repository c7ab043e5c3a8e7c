using Gatehouse.Html.Buffers;

namespace Gatehouse.Html.Rewriting;

/// <summary>What waits for the end of one open element. Used again for others.</summary>
internal sealed class ElementEnd(int words, int index)
{
    public int Index => index;

    public PooledBuffer Append;
    public PooledBuffer After;

    /// <summary>The selectors that the element matched and that have handlers for what is in it.</summary>
    public ulong[] Matches { get; } = new ulong[words];

    public bool HasInnerHandlers { get; set; }

    /// <summary>The end tag's name, if it is not that of the source.</summary>
    public string? Name { get; set; }

    public bool IsTagRemoved { get; set; }

    /// <summary>Whether what the source has in the element is left out.</summary>
    public bool RemovesContent { get; set; }

    public List<Handler<HtmlEndTag>> Handlers { get; } = [];

    public int Length => Append.Length + After.Length;

    public bool IsPlain => Length == 0 && Name is null && !IsTagRemoved;

    public void Clear()
    {
        Append.Clear();
        After.Clear();
        Handlers.Clear();
        Name = null;
        HasInnerHandlers = IsTagRemoved = RemovesContent = false;
    }
}
