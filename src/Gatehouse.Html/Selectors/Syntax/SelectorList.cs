namespace Gatehouse.Html.Selectors.Syntax;

/// <summary>Alternatives, of which one is enough.</summary>
internal sealed record SelectorList(IReadOnlyList<ComplexSelector> Alternatives)
{
    public string Key { get; } = string.Join(" , ", Alternatives.Select(static alternative => alternative.Key));
}
