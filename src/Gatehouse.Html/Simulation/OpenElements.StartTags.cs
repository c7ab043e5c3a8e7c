using Gatehouse.Html.Tokenizing;
using static Gatehouse.Html.Simulation.ElementName;

namespace Gatehouse.Html.Simulation;

/// <content>What start tags of HTML close and open (13.2.6.4.4 to 13.2.6.4.7, 13.2.6.4.9 to .15).</content>
internal sealed partial class OpenElements
{
    private readonly FormattingList _formatting = new();

    private void OpenHtml(in Token tag, ElementName name)
    {
        Space = ElementNamespace.Html;
        if (_count > 0 && (IsDroppedHere(name) || (name == Frameset && IsInTemplate)))
        {
            IsElement = false;
            return;
        }

        var traits = ElementTraitsTable.Of(name);
        if (name is ElementName.Html or Head or Body)
        {
            OpenRoot(tag, name, traits);
            return;
        }

        LeaveHead(traits);
        if (traits.Has(ElementTraits.TablePart) || name == Col)
        {
            OpenTablePart(tag, name, traits);
            return;
        }

        if (name == Form && _isFormOpen && TopOf(Template) == None)
        {
            IsElement = false;
            return;
        }

        CloseWhatIsImplied(name, traits);
        if (!IsElement || traits.Has(ElementTraits.Void))
        {
            return;
        }

        switch (name)
        {
            case Svg or ElementName.Math:
                Space = name == Svg ? ElementNamespace.Svg : ElementNamespace.MathMl;
                if (!tag.IsSelfClosing)
                {
                    PushForeign(tag, name, Space);
                }

                break;

            case Form:
                OpenForm(tag, traits);
                break;

            default:
                Push(tag, name, traits);
                if (traits.Has(ElementTraits.Formatting))
                {
                    _formatting.Add(name, _count - 1);
                }
                else if (traits.Has(ElementTraits.Marker))
                {
                    _formatting.AddMarker();
                }

                break;
        }
    }

    /// <summary>
    /// In framesets and in templates that hold columns, what does not belong there is dropped; so is a frameset in a template.
    /// </summary>
    private bool IsDroppedHere(ElementName name)
    {
        ref var top = ref Top;
        if (top.Space != ElementNamespace.Html)
        {
            return false;
        }

        if (top.Name == Frameset)
        {
            return name is not (Frameset or Frame or Noframes or ElementName.Html);
        }

        if (top.Name != Template)
        {
            return false;
        }

        if (top.Mode == TemplateMode.InTemplate)
        {
            top.Mode = name switch
            {
                Base or Basefont or Bgsound or Link or Meta or Noframes or Script or Style or Template or Title =>
                    TemplateMode.InTemplate,
                Col => TemplateMode.Columns,
                Caption or Colgroup or Tbody or Td or Tfoot or Th or Thead or Tr => TemplateMode.Table,
                _ => TemplateMode.Body,
            };
        }

        return top.Mode == TemplateMode.Columns && name is not (Col or Template);
    }

    /// <summary>A second html or body only gives its attributes to the first; a second head is dropped.</summary>
    private void OpenRoot(in Token tag, ElementName name, ElementTraits traits)
    {
        if (name == Head)
        {
            IsElement = !_isAfterHead;
        }
        else if (name == Body && TopOf(Head) is var head and not None && head >= Top.TableScope)
        {
            PopTo(head);
        }

        _isAfterHead |= name != ElementName.Html;
        if (IsElement && TopOf(name) == None)
        {
            Push(tag, name, traits);
        }
    }

    private void LeaveHead(ElementTraits traits)
    {
        _isAfterHead = true;
        if (_count > 0 && Top.Name == Head && !traits.Has(ElementTraits.HeadContent))
        {
            PopTo(_count - 1);
        }
    }

    private void CloseWhatIsImplied(ElementName name, ElementTraits traits)
    {
        if (_count == 0)
        {
            return;
        }

        switch (name)
        {
            case Li:
                CloseItem(Li, Li);
                break;
            case Dd or Dt:
                CloseItem(Dd, Dt);
                break;
            case Table:
                CloseTableInTable();
                break;
            case Button when HasInScope(Button):
                PopTo(TopOf(Button));
                break;
            case A when _formatting.Take(A, Top.Scope) is { } at && at != None:
                Adopt(at, isByTag: false);
                break;
            case Nobr when HasInScope(Nobr):
                CloseFormatting(Nobr, isByTag: false);
                break;
            case Select when HasInScope(Select):
                PopTo(TopOf(Select));
                IsElement = false;
                return;
            case Input when HasInScope(Select):
                PopTo(TopOf(Select));
                break;
            case Option or Optgroup:
                CloseOptions(name);
                break;
            case Hr when HasInScope(Select):
                PopImplied();
                break;
            case Rb or Rtc when HasInScope(Ruby):
                PopImplied();
                break;
            case Rp or Rt when HasInScope(Ruby):
                PopImplied(except: Rtc);
                break;
        }

        var closesP = traits.Has(ElementTraits.ClosesP) || name is Li or Dd or Dt or Hr || (name == Table && !IsQuirky);
        if (closesP && _count > 0 && HasInButtonScope(P))
        {
            PopTo(TopOf(P));
        }

        if (traits.Has(ElementTraits.Heading) && _count > 0 && IsHeading(Top))
        {
            PopTo(_count - 1);
        }
    }

    private static bool IsHeading(in OpenElement element) =>
        element.Space == ElementNamespace.Html && ElementTraitsTable.Of(element.Name).Has(ElementTraits.Heading);

    /// <summary>The list item before ends, unless something special is open in it.</summary>
    private void CloseItem(ElementName name, ElementName other)
    {
        var bound = Top.ItemBound;
        if (bound != None && _open[bound] is { Space: ElementNamespace.Html } element && (element.Name == name || element.Name == other))
        {
            PopTo(bound);
        }
    }

    private void CloseOptions(ElementName name)
    {
        if (HasInScope(Select))
        {
            PopImplied(except: name == Option ? Optgroup : Other);
        }
        else if (Top is { Space: ElementNamespace.Html, Name: Option })
        {
            PopTo(_count - 1);
        }
    }

    /// <summary>"Generate implied end tags" (13.2.6.3).</summary>
    private void PopImplied(ElementName except = Other)
    {
        while (_count > 0
            && Top is { Space: ElementNamespace.Html } top
            && top.Name != except
            && ElementTraitsTable.Of(top.Name).Has(ElementTraits.ImpliedEnd))
        {
            PopTo(_count - 1);
        }
    }

    private void OpenForm(in Token tag, ElementTraits traits)
    {
        _isFormOpen |= TopOf(Template) == None;
        if (!IsInTableProper)
        {
            Push(tag, Form, traits);
        }
    }
}
