using Gatehouse.Html.Tokenizing;
using static Gatehouse.Html.Simulation.ElementName;

namespace Gatehouse.Html.Simulation;

/// <content>Tables, after the insertion modes from "in table" to "in cell" (13.2.6.4.9 to 13.2.6.4.15).</content>
internal sealed partial class OpenElements
{
    /// <summary>The table or template that table parts belong to.</summary>
    private int TableBound => _count == 0 ? None : Top.TableScope;

    private int Cell => System.Math.Max(TopOf(Td), TopOf(Th));

    private int Section => System.Math.Max(TopOf(Tbody), System.Math.Max(TopOf(Thead), TopOf(Tfoot)));

    /// <summary>Whether the insertion mode is one of a table, outside of its cells and captions.</summary>
    private bool IsInTableProper =>
        TableBound is var bound and not None && _open[bound].Name == Table && System.Math.Max(Cell, TopOf(Caption)) < bound;

    private void CloseTableInTable()
    {
        if (IsInTableProper)
        {
            PopTo(TableBound);
        }
    }

    private void OpenTablePart(in Token tag, ElementName name, ElementTraits traits)
    {
        var bound = TableBound;
        if (bound != None && _open[bound] is { Name: Template, Mode: TemplateMode.Body })
        {
            IsElement = false;
            return;
        }

        if (!TakesTableParts(bound))
        {
            // The parser drops it; but documents that are parts of pages have rows without a table.
            if (name != Col)
            {
                Push(tag, name, ElementTraits.None);
            }

            return;
        }

        if (System.Math.Max(Cell, TopOf(Caption)) is var closed && closed > bound)
        {
            PopTo(closed);
        }

        var parent = name switch
        {
            Td or Th => System.Math.Max(TopOf(Tr) > bound ? TopOf(Tr) : Section, bound),
            Tr => System.Math.Max(Section, bound),
            Col => System.Math.Max(TopOf(Colgroup), bound),
            _ => bound,
        };
        PopTo(parent + 1);
        if (name == Col)
        {
            return;
        }

        Push(tag, name, traits);
        if (traits.Has(ElementTraits.Marker))
        {
            _formatting.AddMarker();
        }
    }

    private void CloseTablePart(ElementName name)
    {
        var bound = TableBound;
        if (TopOf(name) is var at && at != None && at >= bound)
        {
            EndByTag(at);
        }
        else if (bound != None && name == Tr && TopOf(Tr) < bound && Cell > bound)
        {
            // Of a row whose start tag is implied.
            PopTo(Cell);
        }
        else if (bound != None && name == Tbody && Section < bound && System.Math.Max(TopOf(Tr), Cell) > bound)
        {
            PopTo(bound + 1);
        }
    }

    private bool TakesTableParts(int bound)
    {
        if (bound != None && _open[bound].Name is Table or Template)
        {
            return true;
        }

        // A part of a page that begins with a part of a table.
        return _count == 0 || (_open[0].Space == ElementNamespace.Html && ElementTraitsTable.Of(_open[0].Name).Has(ElementTraits.TablePart));
    }
}
