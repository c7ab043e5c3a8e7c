namespace Gatehouse.Html.Rewriting;

/// <summary>What waits for handlers.</summary>
internal enum UnitKind : byte
{
    None,
    Element,
    EndTag,
    Text,
    Comment,
    Doctype,
    Head,
    End,
}
