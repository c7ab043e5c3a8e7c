namespace Gatehouse.Html.Simulation;

/// <summary>The insertion mode of a template's content (13.2.6.4.22), as far as it changes what tags mean.</summary>
internal enum TemplateMode : byte
{
    /// <summary>Nothing but what may stand in a head has been seen.</summary>
    InTemplate,

    /// <summary>In column group, where everything but columns and templates is dropped for want of a colgroup.</summary>
    Columns,

    /// <summary>In table, in table body or in row: parts of tables are taken.</summary>
    Table,

    /// <summary>In body, where parts of tables are dropped.</summary>
    Body,
}
