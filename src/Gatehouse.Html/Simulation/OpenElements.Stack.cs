using Gatehouse.Html.Tokenizing;
using static Gatehouse.Html.Simulation.ElementTraits;

namespace Gatehouse.Html.Simulation;

/// <content>Putting entries on the stack and taking them off, with what they bound.</content>
internal sealed partial class OpenElements
{
    /// <summary>Puts an element of HTML on the stack.</summary>
    private void Push(in Token tag, ElementName name, ElementTraits traits) =>
        Push(tag, name, ElementNamespace.Html, Integration.None, traits);

    private void Push(in Token tag, ElementName name, ElementNamespace space, Integration integration, ElementTraits traits)
    {
        if (_count == _open.Length)
        {
            Array.Resize(ref _open, 2 * _count);
        }

        var at = _count;
        ref var element = ref _open[at];
        if (at == 0)
        {
            element.Special = element.Scope = element.ListScope = element.ButtonScope = element.TableScope = None;
            element.ItemBound = element.LastHtml = None;
        }
        else
        {
            element = _open[at - 1];
        }

        element.Name = name;
        element.Space = space;
        element.Integration = integration;
        element.IsOrdinary = space == ElementNamespace.Html && name is not (ElementName.Head or ElementName.Template or ElementName.Frameset or ElementName.Form);
        element.IsClosed = false;
        element.Mode = TemplateMode.InTemplate;
        element.Record = None;
        _count = at + 1;
        Bound(ref element, at, traits);
        if (space == ElementNamespace.Html && name != ElementName.Other)
        {
            element.Below = _topByName[(int)name];
            _topByName[(int)name] = at;
        }
        else
        {
            element.Hash = NameBuckets.Hash(tag.Value, isForeign: space != ElementNamespace.Html);
            _others.Add(_open, at);
        }

        HasContent = true;
        Space = space;
    }

    private static void Bound(ref OpenElement element, int at, ElementTraits traits)
    {
        if (element.Space == ElementNamespace.Html)
        {
            element.LastHtml = at;
        }

        if (traits.Has(Special))
        {
            element.Special = at;
            element.ItemBound = !traits.Has(LetsItemsPass) ? at : element.ItemBound;
        }

        element.Scope = traits.Has(Scope) ? at : element.Scope;
        element.ListScope = traits.Has(ListScope) ? at : element.ListScope;
        element.ButtonScope = traits.Has(ButtonScope) ? at : element.ButtonScope;
        element.TableScope = traits.Has(TableScope) ? at : element.TableScope;
    }

    /// <summary>Ends everything above an entry, and the entry by the tag that is read.</summary>
    private void EndByTag(int at)
    {
        PopTo(at + 1);
        EndedByTag = _open[at].Record;
        _open[at].Record = None;
        PopTo(at);
    }

    /// <summary>Takes entries off until so many are left, and those below that are closed already.</summary>
    private void PopTo(int count)
    {
        while (_count > count || (_count > 0 && Top.IsClosed))
        {
            ref var element = ref Top;
            if (!element.IsClosed)
            {
                End(ref element, _count - 1);
            }

            _count--;
            Left++;
            Steps++;
        }
    }

    private void End(ref OpenElement element, int at)
    {
        if (element.Record != None)
        {
            _ended.Add(element.Record);
        }

        Forget(ref element, at);
    }

    /// <summary>Closes the topmost element of its name, which is not the topmost of all.</summary>
    private void EndInside(int at)
    {
        ref var element = ref _open[at];
        if (TopOf(element.Name) != at)
        {
            return;
        }

        EndedByTag = element.Record;
        element.IsClosed = true;
        Forget(ref element, at);
    }

    private void Forget(ref OpenElement element, int at)
    {
        if (element.Space == ElementNamespace.Html && element.Name != ElementName.Other)
        {
            _topByName[(int)element.Name] = element.Below;
            if (ElementTraitsTable.Of(element.Name).Has(Formatting))
            {
                _formatting.Leave(at);
            }
            else if (ElementTraitsTable.Of(element.Name).Has(Marker))
            {
                _formatting.ClearToMarker();
            }
        }
        else
        {
            _others.Remove(_open, at);
        }
    }
}
