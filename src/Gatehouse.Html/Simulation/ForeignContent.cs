using System.Text;
using Gatehouse.Html.Tokenizing;
using static Gatehouse.Html.Simulation.ElementName;

namespace Gatehouse.Html.Simulation;

/// <summary>
/// The part of the stack of open elements that decides what is foreign content (13.2.6.5): the SVG and MathML elements
/// that are open, and the HTML templates among and below them.
/// </summary>
/// <remarks>
/// HTML elements are not kept, only how many are open inside the innermost integration point. So an end tag of an
/// integration point closes it even where the standard would ignore it because of an unclosed element in between.
/// </remarks>
internal sealed class ForeignContent
{
    /// <summary>Browsers stop nesting at about this depth too.</summary>
    public const int DepthLimit = 512;

    private readonly List<Frame> _open = [];
    private int _templates;

    private enum Space : byte
    {
        /// <summary>A template element of HTML.</summary>
        Template,
        Svg,
        MathMl,
    }

    /// <summary>What the first telling start tag in a template made of its insertion mode (13.2.6.4.22).</summary>
    private enum TemplateMode : byte
    {
        InTemplate,

        /// <summary>In column group, where everything but templates is dropped for want of a colgroup.</summary>
        Columns,
        Other,
    }

    private enum Integration : byte
    {
        None,
        Html,
        MathMlText,

        /// <summary>An <c>annotation-xml</c>: only an <c>svg</c> start tag takes HTML's rules in it.</summary>
        Annotation,
    }

    public bool IsTooDeep => _open.Count > DepthLimit;

    public bool IsEmpty => _open.Count == 0;

    public bool IsInTemplate => _templates > 0;

    /// <summary>Whether the adjusted current node is outside the HTML namespace, as far as can be told.</summary>
    public bool IsForeign => _open.Count > 0 && _open[^1] is { Space: not Space.Template, HtmlDepth: 0 };

    public void Reset()
    {
        _open.Clear();
        _templates = 0;
    }

    /// <summary>Takes a start tag. Returns whether an HTML element was opened.</summary>
    public bool OpenElement(in Token tag, ElementName name)
    {
        if (_open.Count > 0 && !TakesHtml(name))
        {
            if (!IsBreakout(tag, name))
            {
                if (!tag.IsSelfClosing)
                {
                    Push(tag, name, _open[^1].Space);
                }

                return false;
            }

            PopToIntegrationPoint();
        }

        if (IsDroppedByTemplate(name))
        {
            return false;
        }

        OpenInHtml(tag, name);
        return true;
    }

    /// <summary>Takes the end tag of an HTML element whose content was text.</summary>
    public void CloseText() => LeaveHtmlElement();

    /// <summary>Takes any other end tag.</summary>
    public void CloseElement(in Token tag, ElementName name)
    {
        if (name is Br or P)
        {
            PopToIntegrationPoint();
        }
        else if ((IsForeign || name != Template) && TryCloseForeign(tag))
        {
            return;
        }

        if (name == Template)
        {
            CloseTemplate();
        }
        else
        {
            LeaveHtmlElement();
        }
    }

    private bool TryCloseForeign(in Token tag)
    {
        var hash = Hash(tag.Value);
        for (var i = _open.Count - 1; i >= 0 && _open[i].Space != Space.Template; i--)
        {
            if (_open[i].Name == hash)
            {
                _open.RemoveRange(i, _open.Count - i);
                return true;
            }
        }

        return false;
    }

    private void CloseTemplate()
    {
        if (_templates > 0)
        {
            _templates--;
            var at = _open.FindLastIndex(static frame => frame.Space == Space.Template);
            _open.RemoveRange(at, _open.Count - at);
        }
    }

    private void LeaveHtmlElement()
    {
        if (_open.Count > 0 && _open[^1].HtmlDepth > 0)
        {
            _open[^1] = _open[^1] with { HtmlDepth = _open[^1].HtmlDepth - 1 };
        }
    }

    private bool IsDroppedByTemplate(ElementName name)
    {
        if (_open.Count == 0 || _open[^1] is not { Space: Space.Template } template)
        {
            return false;
        }

        if (template.Mode == TemplateMode.InTemplate)
        {
            template = template with
            {
                Mode = name switch
                {
                    Base or Basefont or Bgsound or Link or Meta or Noframes or Script or Style or Template or Title =>
                        TemplateMode.InTemplate,
                    Col => TemplateMode.Columns,
                    _ => TemplateMode.Other,
                },
            };
            _open[^1] = template;
        }

        return template.Mode == TemplateMode.Columns && name != Template;
    }

    private void OpenInHtml(in Token tag, ElementName name)
    {
        switch (name)
        {
            case Svg or ElementName.Math when !tag.IsSelfClosing:
                Push(tag, name, name == Svg ? Space.Svg : Space.MathMl);
                break;
            case Template:
                _templates++;
                _open.Add(new Frame(0, Space.Template, Integration.None));
                break;
            case Base or Basefont or Bgsound or Br or Col or Embed or Hr or Img or Link or Meta:
                break;
            default:
                if (_open.Count > 0 && _open[^1].Space != Space.Template && !IsVoid(tag.Value))
                {
                    _open[^1] = _open[^1] with { HtmlDepth = _open[^1].HtmlDepth + 1 };
                }

                break;
        }
    }

    private bool TakesHtml(ElementName name)
    {
        var current = _open[^1];
        return current.Space == Space.Template || current.HtmlDepth > 0 || current.Integration switch
        {
            Integration.Html => true,
            Integration.MathMlText => name is not (Mglyph or Malignmark),
            Integration.Annotation => name == Svg,
            _ => false,
        };
    }

    private void Push(in Token tag, ElementName name, Space space)
    {
        var integration = (space, name) switch
        {
            (Space.Svg, ForeignObject or Desc or Title) => Integration.Html,
            (Space.MathMl, Mi or Mn or Mo or Ms or Mtext) => Integration.MathMlText,
            (Space.MathMl, AnnotationXml) => OfAnnotation(tag),
            _ => Integration.None,
        };
        _open.Add(new Frame(Hash(tag.Value), space, integration));
    }

    private static Integration OfAnnotation(in Token tag) =>
        tag.Attributes.TryFind("encoding"u8, out var encoding)
        && (Ascii.EqualsIgnoreCase(encoding, "text/html"u8) || Ascii.EqualsIgnoreCase(encoding, "application/xhtml+xml"u8))
            ? Integration.Html
            : Integration.Annotation;

    private void PopToIntegrationPoint()
    {
        while (_open.Count > 0
            && _open[^1] is { Space: not Space.Template, HtmlDepth: 0, Integration: Integration.None or Integration.Annotation })
        {
            _open.RemoveAt(_open.Count - 1);
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

    private static bool IsVoid(ReadOnlySpan<byte> name) =>
        Ascii.EqualsIgnoreCase(name, "input"u8) || Ascii.EqualsIgnoreCase(name, "wbr"u8)
        || Ascii.EqualsIgnoreCase(name, "area"u8) || Ascii.EqualsIgnoreCase(name, "source"u8)
        || Ascii.EqualsIgnoreCase(name, "track"u8) || Ascii.EqualsIgnoreCase(name, "param"u8)
        || Ascii.EqualsIgnoreCase(name, "keygen"u8);

    /// <summary>FNV-1a of the name in lower case: names are compared, never shown.</summary>
    private static ulong Hash(ReadOnlySpan<byte> name)
    {
        var hash = 14695981039346656037UL;
        foreach (var value in name)
        {
            hash = (hash ^ Bytes.ToLower(value)) * 1099511628211UL;
        }

        return hash;
    }

    private readonly record struct Frame(ulong Name, Space Space, Integration Integration)
    {
        /// <summary>How many HTML elements are open in an integration point.</summary>
        public int HtmlDepth { get; init; }

        /// <summary>The insertion mode of a template.</summary>
        public TemplateMode Mode { get; init; }
    }
}
