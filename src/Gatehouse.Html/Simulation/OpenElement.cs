namespace Gatehouse.Html.Simulation;

/// <summary>One entry of the stack of open elements, and where the nearest entries lie that bound the standard's scopes.</summary>
/// <remarks>Entries are named by their index; -1: none. An entry bounds itself too.</remarks>
internal struct OpenElement
{
    /// <summary>A hash of the name in lower case, for names that <see cref="ElementName"/> does not have and foreign ones.</summary>
    public ulong Hash;

    public ElementName Name;
    public ElementNamespace Space;
    public Integration Integration;

    /// <summary>Of a template: what the first telling start tag in it made of its insertion mode.</summary>
    public TemplateMode Mode;

    /// <summary>Of HTML, and with no rule of its own for what is in it.</summary>
    public bool IsOrdinary;

    /// <summary>Closed, but something above it is still open.</summary>
    public bool IsClosed;

    /// <summary>The entry below of the same name and kind.</summary>
    public int Below;

    /// <summary>The next entry in the bucket of <see cref="Hash"/>.</summary>
    public int Next;

    /// <summary>What its owner wants to know it by; -1: nothing.</summary>
    public int Record;

    public int Special;
    public int Scope;
    public int ListScope;
    public int ButtonScope;
    public int TableScope;
    public int ItemBound;
    public int LastHtml;
}
