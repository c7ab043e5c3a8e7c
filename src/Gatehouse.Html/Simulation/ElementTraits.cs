namespace Gatehouse.Html.Simulation;

/// <summary>What the tree construction stage knows of an element by its name alone (13.2.4.2, 13.2.6.4.7).</summary>
[Flags]
internal enum ElementTraits
{
    None = 0,

    /// <summary>Of the category "special".</summary>
    Special = 1 << 0,

    /// <summary>Ends the search of "has an element in scope".</summary>
    Scope = 1 << 1,

    /// <summary>Ends the search of list item scope too.</summary>
    ListScope = 1 << 2,

    /// <summary>Ends the search of button scope too.</summary>
    ButtonScope = 1 << 3,

    /// <summary>Ends the search of table scope.</summary>
    TableScope = 1 << 4,

    /// <summary>Special, but no hindrance when a list item looks for the one before it.</summary>
    LetsItemsPass = 1 << 5,

    Void = 1 << 6,

    /// <summary>Its start tag closes a p.</summary>
    ClosesP = 1 << 7,

    Heading = 1 << 8,

    Formatting = 1 << 9,

    /// <summary>Its end tag may be implied by others.</summary>
    ImpliedEnd = 1 << 10,

    /// <summary>Its end tag closes it if it is in scope; other end tags go by another rule.</summary>
    EndsInScope = 1 << 11,

    /// <summary>Allowed in the head.</summary>
    HeadContent = 1 << 12,

    /// <summary>Part of a table.</summary>
    TablePart = 1 << 13,

    /// <summary>Its content is text.</summary>
    Text = 1 << 14,

    /// <summary>Hides the formatting elements outside of it: cells, captions, templates and the like.</summary>
    Marker = 1 << 15,

    /// <summary>Its start tag has a rule of its own.</summary>
    HasStartRule = 1 << 16,
}
