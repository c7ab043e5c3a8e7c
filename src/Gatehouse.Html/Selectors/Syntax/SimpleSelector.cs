namespace Gatehouse.Html.Selectors.Syntax;

/// <summary>One condition on an element.</summary>
internal abstract record SimpleSelector
{
    /// <summary>The same for conditions that are the same, and for no others.</summary>
    public abstract string Key { get; }

    /// <param name="Name">As written.</param>
    internal sealed record Type(string Name) : SimpleSelector
    {
        public override string Key => $"<{Name}>";
    }

    /// <summary>Classes and ids are attributes too.</summary>
    internal sealed record Attribute(string Name, AttributeOperator Operator, string Value, CaseRule Case) : SimpleSelector
    {
        public override string Key => $"[{Name.Length}{Name}{Operator}{Value.Length}:{Value}{Case}]";
    }

    /// <param name="Numbers">Which numbers the element may have.</param>
    /// <param name="OfType">Whether it is counted among siblings of its own name.</param>
    /// <param name="Of">Whether it is counted among siblings that match; null: among all.</param>
    internal sealed record Nth(AnPlusB Numbers, bool OfType, SelectorList? Of) : SimpleSelector
    {
        public override string Key => $"{(OfType ? ":type" : ":child")}({Numbers} {Of?.Key})";
    }

    internal sealed record Root : SimpleSelector
    {
        public override string Key => ":root";
    }

    internal sealed record Any(bool IsNegated, SelectorList Of) : SimpleSelector
    {
        public override string Key => $"{(IsNegated ? ":not" : ":is")}({Of.Key})";
    }
}
