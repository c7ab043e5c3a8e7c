namespace Gatehouse.Html.Rewriting;

/// <summary>The handlers of one kind of unit: by selector, in the order in which selectors are numbered, and for all of a document.</summary>
internal sealed class HandlerTable<T>
{
    /// <summary>By selector; empty: none of this kind.</summary>
    public required Handler<T>[][] BySelector { get; init; }

    /// <summary>Bits of the selectors that have any.</summary>
    public required ulong[] Mask { get; init; }

    public required Handler<T>[] Document { get; init; }

    public bool HasSelectors => Array.Exists(Mask, static word => word != 0);
}
