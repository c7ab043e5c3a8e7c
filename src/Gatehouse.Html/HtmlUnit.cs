using Gatehouse.Html.Rewriting;

namespace Gatehouse.Html;

/// <summary>What a handler sees. It is valid until its handler returns, and used again for the next.</summary>
public abstract class HtmlUnit
{
    private bool _isShown;

    private protected HtmlUnit(ContentWriter writer) => Writer = writer;

    /// <summary>Whether a handler has taken this out of the document.</summary>
    public bool IsRemoved => Around.IsRemoved;

    /// <summary>What the document was opened with, for its handlers; null: nothing.</summary>
    public object? State => Writer.State;

    internal Surroundings Around { get; } = new();

    private protected ContentWriter Writer { get; }

    internal void Show() => _isShown = true;

    internal void Hide()
    {
        _isShown = false;
        Around.Rewind();
    }

    internal virtual void Release()
    {
        _isShown = false;
        Around.Clear();
    }

    private protected void MustBeShown()
    {
        if (!_isShown)
        {
            throw new InvalidOperationException("The handler that this was given to has returned.");
        }
    }
}
