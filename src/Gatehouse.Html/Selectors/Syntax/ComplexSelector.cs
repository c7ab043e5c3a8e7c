namespace Gatehouse.Html.Selectors.Syntax;

/// <summary>Compounds from left to right, each with the combinator before it.</summary>
internal sealed record ComplexSelector(IReadOnlyList<(Combinator Combinator, CompoundSelector Compound)> Parts)
{
    public string Key { get; } = string.Concat(Parts.Select(static part => $"{part.Combinator} {part.Compound.Key}"));
}
