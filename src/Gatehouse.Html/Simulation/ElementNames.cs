using System.Text;

namespace Gatehouse.Html.Simulation;

/// <summary>From the bytes of a tag name to its <see cref="ElementName"/>, in any case of letters.</summary>
internal static class ElementNames
{
    private const int Longest = 14;

    public static ElementName Of(ReadOnlySpan<byte> name)
    {
        Span<char> lower = stackalloc char[Longest];
        if (name.Length > Longest || Ascii.ToLower(name, lower, out var length) != System.Buffers.OperationStatus.Done)
        {
            return ElementName.Other;
        }

        return lower[..length] switch
        {
            "annotation-xml" => ElementName.AnnotationXml,
            "b" => ElementName.B,
            "base" => ElementName.Base,
            "basefont" => ElementName.Basefont,
            "bgsound" => ElementName.Bgsound,
            "big" => ElementName.Big,
            "blockquote" => ElementName.Blockquote,
            "body" => ElementName.Body,
            "br" => ElementName.Br,
            "center" => ElementName.Center,
            "code" => ElementName.Code,
            "col" => ElementName.Col,
            "dd" => ElementName.Dd,
            "desc" => ElementName.Desc,
            "div" => ElementName.Div,
            "dl" => ElementName.Dl,
            "dt" => ElementName.Dt,
            "em" => ElementName.Em,
            "embed" => ElementName.Embed,
            "font" => ElementName.Font,
            "foreignobject" => ElementName.ForeignObject,
            "h1" => ElementName.H1,
            "h2" => ElementName.H2,
            "h3" => ElementName.H3,
            "h4" => ElementName.H4,
            "h5" => ElementName.H5,
            "h6" => ElementName.H6,
            "head" => ElementName.Head,
            "hr" => ElementName.Hr,
            "html" => ElementName.Html,
            "i" => ElementName.I,
            "iframe" => ElementName.Iframe,
            "img" => ElementName.Img,
            "li" => ElementName.Li,
            "link" => ElementName.Link,
            "listing" => ElementName.Listing,
            "malignmark" => ElementName.Malignmark,
            "math" => ElementName.Math,
            "menu" => ElementName.Menu,
            "meta" => ElementName.Meta,
            "mglyph" => ElementName.Mglyph,
            "mi" => ElementName.Mi,
            "mn" => ElementName.Mn,
            "mo" => ElementName.Mo,
            "ms" => ElementName.Ms,
            "mtext" => ElementName.Mtext,
            "nobr" => ElementName.Nobr,
            "noembed" => ElementName.Noembed,
            "noframes" => ElementName.Noframes,
            "noscript" => ElementName.Noscript,
            "ol" => ElementName.Ol,
            "p" => ElementName.P,
            "plaintext" => ElementName.Plaintext,
            "pre" => ElementName.Pre,
            "ruby" => ElementName.Ruby,
            "s" => ElementName.S,
            "script" => ElementName.Script,
            "select" => ElementName.Select,
            "small" => ElementName.Small,
            "span" => ElementName.Span,
            "strike" => ElementName.Strike,
            "strong" => ElementName.Strong,
            "style" => ElementName.Style,
            "sub" => ElementName.Sub,
            "sup" => ElementName.Sup,
            "svg" => ElementName.Svg,
            "table" => ElementName.Table,
            "template" => ElementName.Template,
            "textarea" => ElementName.Textarea,
            "title" => ElementName.Title,
            "tt" => ElementName.Tt,
            "u" => ElementName.U,
            "ul" => ElementName.Ul,
            "var" => ElementName.Var,
            "xmp" => ElementName.Xmp,
            _ => ElementName.Other,
        };
    }
}
