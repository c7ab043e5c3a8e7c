namespace Gatehouse.Html.Selectors.Syntax;

/// <summary>Conditions that one element must meet; none: any element.</summary>
internal sealed record CompoundSelector(IReadOnlyList<SimpleSelector> Conditions)
{
    public string Key { get; } = string.Concat(Conditions.Select(static condition => condition.Key));
}
