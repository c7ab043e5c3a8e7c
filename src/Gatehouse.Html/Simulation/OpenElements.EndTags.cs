using Gatehouse.Html.Tokenizing;
using static Gatehouse.Html.Simulation.ElementName;

namespace Gatehouse.Html.Simulation;

/// <content>What end tags close (13.2.6.4.4, 13.2.6.4.7, 13.2.6.4.9 to .15).</content>
internal sealed partial class OpenElements
{
    private void CloseElement(in Token tag, ElementName name)
    {
        if (Top.Space != ElementNamespace.Html && CloseForeign(tag, name))
        {
            return;
        }

        if (_count == 0)
        {
            return;
        }

        var traits = ElementTraitsTable.Of(name);
        if (traits.Has(ElementTraits.Formatting))
        {
            CloseFormatting(name, isByTag: true);
        }
        else if (traits.Has(ElementTraits.EndsInScope))
        {
            CloseIf(TopOf(name), Top.Scope);
        }
        else if (traits.Has(ElementTraits.Heading))
        {
            CloseHeading();
        }
        else
        {
            CloseByName(tag, name, traits);
        }
    }

    private void CloseByName(in Token tag, ElementName name, ElementTraits traits)
    {
        switch (name)
        {
            case P:
                CloseIf(TopOf(P), Top.ButtonScope);
                break;
            case Li:
                CloseIf(TopOf(Li), Top.ListScope);
                break;
            case Dd or Dt:
                CloseIf(TopOf(name), Top.Scope);
                break;
            case Table or Tbody or Td or Tfoot or Th or Thead or Tr or Caption or Colgroup:
                CloseTablePart(name);
                break;
            case Head or Template:
                CloseIf(TopOf(name), name == Template ? None : Top.TableScope);
                break;
            case ElementName.Html or Body:
                CloseRoot(name);
                break;
            case Form:
                CloseForm();
                break;
            default:
                if (!traits.Has(ElementTraits.Void))
                {
                    CloseOther(tag, name);
                }

                break;
        }
    }

    private void CloseIf(int at, int bound)
    {
        if (at != None && at >= bound)
        {
            EndByTag(at);
        }
    }

    private void CloseHeading()
    {
        var at = System.Math.Max(
            System.Math.Max(TopOf(H1), System.Math.Max(TopOf(H2), TopOf(H3))),
            System.Math.Max(TopOf(H4), System.Math.Max(TopOf(H5), TopOf(H6))));
        CloseIf(at, Top.Scope);
    }

    /// <summary>
    /// The parser leaves everything open; but what is put at the end of what is open belongs before these tags.
    /// </summary>
    private void CloseRoot(ElementName name)
    {
        if (TopOf(Template) != None)
        {
            return;
        }

        var at = TopOf(name);
        if (at != None)
        {
            EndByTag(at);
        }
        else
        {
            PopTo(name == Body ? TopOf(ElementName.Html) + 1 : 0);
        }
    }

    private void CloseForm()
    {
        var at = TopOf(Form);
        if (TopOf(Template) != None)
        {
            CloseIf(at, Top.Scope);
            return;
        }

        _isFormOpen = false;
        if (at == None || at < Top.Scope)
        {
            return;
        }

        PopImplied();
        if (at == _count - 1)
        {
            EndByTag(at);
        }
        else
        {
            EndInside(at);
        }
    }

    /// <summary>"Any other end tag": it closes the nearest element of its name if nothing special is open in between.</summary>
    private void CloseOther(in Token tag, ElementName name)
    {
        var at = name == Other ? _others.Find(_open, NameBuckets.Hash(tag.Value, isForeign: false)) : TopOf(name);
        CloseIf(at, Top.Special);
    }

    /// <summary>The end tag of a formatting element, or the start of one that allows no other open.</summary>
    private void CloseFormatting(ElementName name, bool isByTag)
    {
        if (_formatting.Take(name, Top.Scope) is not { } at)
        {
            if (isByTag)
            {
                CloseIf(TopOf(name), Top.Special);
            }

            return;
        }

        if (at != None)
        {
            Adopt(at, isByTag);
        }
    }

    /// <summary>
    /// What the adoption agency (13.2.6.4.7) means for the elements that are written: the formatting element ends, and
    /// everything that is open behind the last special element in it; that element stays open.
    /// </summary>
    private void Adopt(int at, bool isByTag)
    {
        var block = Top.Special;
        if (block < at)
        {
            EndFormatting(at, isByTag);
            return;
        }

        PopTo(block + 1);
        EndInside(at);
        if (!isByTag && EndedByTag != None)
        {
            _ended.Add(EndedByTag);
            EndedByTag = None;
        }
    }

    private void EndFormatting(int at, bool isByTag)
    {
        if (isByTag)
        {
            EndByTag(at);
        }
        else
        {
            PopTo(at);
        }
    }
}
