namespace Gatehouse.Html.Simulation;

/// <summary>
/// The list of active formatting elements (13.2.4.3), as far as end tags need it: a formatting element that was closed by
/// something else than its end tag comes back in what follows, and its end tag closes that.
/// </summary>
internal sealed class FormattingList
{
    private const int OffStack = -1;

    /// <summary>The standard has no bound, but keeps no more than three alike. Beyond this the oldest is forgotten.</summary>
    private const int Limit = 64;

    /// <summary>A name of <see cref="ElementName.Other"/> is a marker.</summary>
    private readonly List<(ElementName Name, int At)> _entries = [];

    public void Clear() => _entries.Clear();

    public void Add(ElementName name, int at)
    {
        if (_entries.Count == Limit)
        {
            _entries.RemoveAt(0);
        }

        _entries.Add((name, at));
    }

    /// <summary>A cell, caption, template or the like hides what is outside of it.</summary>
    public void AddMarker() => Add(ElementName.Other, OffStack);

    public void ClearToMarker()
    {
        var marker = _entries.FindLastIndex(static entry => entry.Name == ElementName.Other);
        _entries.RemoveRange(Math.Max(marker, 0), _entries.Count - Math.Max(marker, 0));
    }

    /// <summary>An element left the stack; it stays in the list.</summary>
    public void Leave(int at)
    {
        for (var i = _entries.Count - 1; i >= 0; i--)
        {
            if (_entries[i].At == at)
            {
                _entries[i] = (_entries[i].Name, OffStack);
                return;
            }
        }
    }

    /// <summary>Takes the last entry of a name off the list.</summary>
    /// <param name="bound">An element below this index on the stack stays in the list.</param>
    /// <returns>Its index on the stack; -1: there is nothing to close; null: it is not in the list.</returns>
    public int? Take(ElementName name, int bound)
    {
        for (var i = _entries.Count - 1; i >= 0 && _entries[i].Name != ElementName.Other; i--)
        {
            if (_entries[i].Name == name)
            {
                var at = _entries[i].At;
                if (at != OffStack && at < bound)
                {
                    return OffStack;
                }

                _entries.RemoveAt(i);
                return at;
            }
        }

        return null;
    }
}
