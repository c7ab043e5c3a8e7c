using System.Text;
using Gatehouse.Html.Tokenizing;
using static Gatehouse.Html.Simulation.ElementName;

namespace Gatehouse.Html.Simulation;

/// <content>The rules for tags in foreign content (13.2.6.5).</content>
internal sealed partial class OpenElements
{
    private bool TakesHtml(ElementName name) => Top.Space == ElementNamespace.Html || Top.Integration switch
    {
        Integration.Html => true,
        Integration.MathMlText => name is not (Mglyph or Malignmark),
        Integration.Annotation => name == Svg,
        _ => false,
    };

    private void OpenForeign(in Token tag, ElementName name)
    {
        if (IsBreakout(tag, name))
        {
            PopToIntegrationPoint();
            OpenHtml(tag, name);
            return;
        }

        Space = Top.Space;
        if (!tag.IsSelfClosing)
        {
            PushForeign(tag, name, Space);
        }
    }

    private void PushForeign(in Token tag, ElementName name, ElementNamespace space)
    {
        var isBoundary = ElementTraitsTable.IsForeignBoundary(space, name);
        var integration = !isBoundary ? Integration.None
            : space == ElementNamespace.Svg ? Integration.Html
            : name == AnnotationXml ? OfAnnotation(tag)
            : Integration.MathMlText;
        const ElementTraits Bounds =
            ElementTraits.Special | ElementTraits.Scope | ElementTraits.ListScope | ElementTraits.ButtonScope;
        Push(tag, name, space, integration, isBoundary ? Bounds : ElementTraits.None);
    }

    private static Integration OfAnnotation(in Token tag) =>
        tag.Attributes.TryFind("encoding"u8, out var encoding)
        && (Ascii.EqualsIgnoreCase(encoding, "text/html"u8) || Ascii.EqualsIgnoreCase(encoding, "application/xhtml+xml"u8))
            ? Integration.Html
            : Integration.Annotation;

    /// <returns>Whether a foreign element was closed; if not, the tag goes by the rules of HTML.</returns>
    private bool CloseForeign(in Token tag, ElementName name)
    {
        if (name is Br or P)
        {
            PopToIntegrationPoint();
            return false;
        }

        var at = _others.Find(_open, NameBuckets.Hash(tag.Value, isForeign: true));
        if (at <= Top.LastHtml)
        {
            return false;
        }

        EndByTag(at);
        return true;
    }

    private void PopToIntegrationPoint()
    {
        while (_count > 0
            && Top is { Space: not ElementNamespace.Html, Integration: Integration.None or Integration.Annotation })
        {
            PopTo(_count - 1);
        }
    }

    private static bool IsBreakout(in Token tag, ElementName name) => name switch
    {
        B or Big or Blockquote or Body or Br or Center or Code or Dd or Div or Dl or Dt or Em or Embed
            or H1 or H2 or H3 or H4 or H5 or H6 or Head or Hr or I or Img or Li or Listing or Menu or Meta or Nobr
            or Ol or P or Pre or Ruby or S or Small or Span or Strong or Strike or Sub or Sup or Table or Tt or U
            or Ul or Var => true,
        Font => tag.Attributes.TryFind("color"u8, out _)
            || tag.Attributes.TryFind("face"u8, out _)
            || tag.Attributes.TryFind("size"u8, out _),
        _ => false,
    };
}
