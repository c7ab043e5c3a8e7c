using static Gatehouse.Html.Simulation.ElementName;
using static Gatehouse.Html.Simulation.ElementTraits;

namespace Gatehouse.Html.Simulation;

/// <summary>The <see cref="ElementTraits"/> of HTML elements.</summary>
internal static class ElementTraitsTable
{
    private static readonly ElementTraits[] Traits = [.. Enumerable.Range(0, ElementNames.Count).Select(i => Find((ElementName)i))];

    public static ElementTraits Of(ElementName name) => Traits[(int)name];

    /// <summary>The elements of MathML and SVG that bound scopes and are special.</summary>
    public static bool IsForeignBoundary(ElementNamespace space, ElementName name) => space == ElementNamespace.MathMl
        ? name is Mi or Mn or Mo or Ms or Mtext or AnnotationXml
        : name is ForeignObject or Desc or Title;

    private static ElementTraits Find(ElementName name) => Kind(name) | name switch
    {
        Applet or Caption or Marquee or ElementName.Object or Select or Td or Th => Scope | ListScope | ButtonScope,
        ElementName.Html or Table or Template => Scope | ListScope | ButtonScope | TableScope,
        Ol or Ul => ListScope,
        Button => ButtonScope,
        Base or Basefont or Bgsound or Link or Meta => HeadContent,
        _ => None,
    } | name switch
    {
        Template or Noframes or Noscript or Script or Style or Title or Head => HeadContent,
        Address or Div or P => LetsItemsPass,
        Caption or Colgroup or Tbody or Td or Tfoot or Th or Thead or Tr => TablePart,
        _ => None,
    } | name switch
    {
        Dd or Dt or Li or Optgroup or Option or P or Rb or Rp or Rt or Rtc => ImpliedEnd,
        _ => None,
    } | name switch
    {
        Applet or Caption or Marquee or ElementName.Object or Td or Template or Th => Marker,
        _ => None,
    } | name switch
    {
        ElementName.Html or Head or Body or Svg or ElementName.Math or Form or Li or Dd or Dt or Table or Button or A or Nobr or Select or Input
            or Option or Optgroup or Hr or Rb or Rtc or Rp or Rt or Col or Frameset => HasStartRule,
        _ => None,
    } | (TextContent.Of(name) != Tokenizing.TokenizerState.Data ? Text : None);

    private static ElementTraits Kind(ElementName name) => name switch
    {
        Address or Article or Aside or Blockquote or Center or Details or Dir or Div or Dl or Fieldset or Figcaption or Figure
            or Footer or Header or Hgroup or Listing or Main or Menu or Nav or Ol or Pre or Search or Section or Summary or Ul =>
            Special | ClosesP | EndsInScope,
        Dialog => ClosesP | EndsInScope,
        H1 or H2 or H3 or H4 or H5 or H6 => Special | ClosesP | Heading,
        P or Plaintext or Xmp or Form => Special | ClosesP,
        Area or Base or Basefont or Bgsound or Br or Col or Embed or Frame or Hr or Image or Img or Input or Keygen or Link or Meta
            or Param or Source or Track or Wbr => Special | ElementTraits.Void,
        A or B or Big or Code or Em or Font or I or Nobr or S or Small or Strike or Strong or Tt or U => Formatting,
        Applet or Button or Marquee or ElementName.Object or Select => Special | EndsInScope,
        Body or Caption or Colgroup or Dd or Dt or Frameset or Head or ElementName.Html or Iframe or Li or Noembed or Noframes or Noscript
            or Script or Style or Table or Tbody or Td or Template or Textarea or Tfoot or Th or Thead or Title or Tr => Special,
        _ => None,
    };
}
