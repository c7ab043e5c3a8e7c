using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Gatehouse.Html.Buffers;
using Gatehouse.Html.Rewriting;
using Gatehouse.Html.Simulation;
using Gatehouse.Html.Tokenizing;
using AttributeTable = Gatehouse.Html.Selectors.Matching.AttributeTable;

namespace Gatehouse.Html;

/// <summary>An element, seen at its start tag, before anything that is in it.</summary>
public sealed partial class HtmlElement : HtmlUnit
{
    private readonly HtmlRewriter _rewriter;
    private PooledBuffer _raw;
    private int _nameStart;
    private int _nameEnd;
    private ElementName _known;
    private ElementNamespace _space;

    /// <summary>Whether the tag is written with a solidus at its end. HTML ignores it, but it looks odd before content.</summary>
    private bool _isSelfClosing;

    private string? _newName;
    private ElementEnd? _end;

    internal HtmlElement(HtmlRewriter rewriter, ContentWriter writer)
        : base(writer) => _rewriter = rewriter;

    /// <summary>The name, in lower case. Setting it changes the end tag too.</summary>
    /// <exception cref="ArgumentException">The name set is none that a tag can have.</exception>
    public string TagName
    {
        get
        {
            MustBeShown();
            return _newName is not null
                ? Names.Lower(_newName)
                : ElementNames.TextOf(_known) ?? Names.Lower(Writer.Encoding.Decode(_raw.Span[_nameStart.._nameEnd]));
        }

        set
        {
            MustBeShown();
            Names.CheckTag(value, Writer.Encoding);
            _newName = value;
            IsChanged = true;
            if (CanHaveContent)
            {
                End.Name = value;
            }
        }
    }

    /// <summary>The URI of the namespace that the parser puts the element into: that of HTML, SVG or MathML.</summary>
    public string NamespaceUri => _space switch
    {
        ElementNamespace.Svg => "http://www.w3.org/2000/svg",
        ElementNamespace.MathMl => "http://www.w3.org/1998/Math/MathML",
        _ => "http://www.w3.org/1999/xhtml",
    };

    /// <summary>
    /// Whether anything can be in the element: it is no void element, and no foreign one whose tag closes itself. If not,
    /// what is put into it goes nowhere.
    /// </summary>
    public bool CanHaveContent { get; private set; }

    internal bool IsChanged { get; private set; }

    internal ElementEnd? EndOrNull => _end;

    private ElementEnd End => _end ??= _rewriter.RentEnd();

    /// <summary>Puts content before the element, behind what was put there earlier.</summary>
    /// <param name="content">The content.</param>
    /// <param name="kind">Whether it is text, which is escaped, or HTML.</param>
    public void Before(string content, HtmlContent kind = HtmlContent.Text)
    {
        MustBeShown();
        Writer.Append(ref Around.Before, content, kind);
    }

    /// <summary>Puts content behind the element, before what was put there earlier.</summary>
    /// <param name="content">The content.</param>
    /// <param name="kind">Whether it is text, which is escaped, or HTML.</param>
    public void After(string content, HtmlContent kind = HtmlContent.Text)
    {
        MustBeShown();
        Writer.InsertFirst(ref CanHaveContent ? ref End.After : ref Around.After, content, kind);
    }

    /// <summary>Puts content at the start of the element, before what was put there earlier.</summary>
    /// <param name="content">The content.</param>
    /// <param name="kind">Whether it is text, which is escaped, or HTML.</param>
    public void Prepend(string content, HtmlContent kind = HtmlContent.Text)
    {
        MustBeShown();
        if (CanHaveContent)
        {
            _isSelfClosing = false;
            Writer.InsertFirst(ref Around.After, content, kind);
        }
    }

    /// <summary>Puts content at the end of the element, behind what was put there earlier.</summary>
    /// <param name="content">The content.</param>
    /// <param name="kind">Whether it is text, which is escaped, or HTML.</param>
    /// <remarks>It waits for the end tag and counts against <see cref="HtmlRewriterOptions.MaxMemory"/> until then.</remarks>
    public void Append(string content, HtmlContent kind = HtmlContent.Text)
    {
        MustBeShown();
        if (CanHaveContent)
        {
            _isSelfClosing = false;
            Writer.Append(ref End.Append, content, kind);
        }
    }

    /// <summary>Puts content in the place of all that is in the element, also of what was put there earlier.</summary>
    /// <param name="content">The content.</param>
    /// <param name="kind">Whether it is text, which is escaped, or HTML.</param>
    public void SetInnerContent(string content, HtmlContent kind = HtmlContent.Text)
    {
        MustBeShown();
        if (CanHaveContent)
        {
            RemoveContent();
            _isSelfClosing = false;
            Writer.Append(ref Around.After, content, kind);
        }
    }

    /// <summary>Puts content in the place of the element, and of what replaced it earlier.</summary>
    /// <param name="content">The content.</param>
    /// <param name="kind">Whether it is text, which is escaped, or HTML.</param>
    public void Replace(string content, HtmlContent kind = HtmlContent.Text)
    {
        Remove();
        Writer.Replace(ref Around.Replacement, content, kind);
    }

    /// <summary>Takes the element out with all that is in it. What is put before and after it stays.</summary>
    public void Remove()
    {
        RemoveAndKeepContent();
        if (CanHaveContent)
        {
            RemoveContent();
        }
    }

    /// <summary>Takes the start tag and the end tag out. What is in the element stays.</summary>
    public void RemoveAndKeepContent()
    {
        MustBeShown();
        Around.IsRemoved = true;
        if (CanHaveContent)
        {
            End.IsTagRemoved = true;
        }
    }

    /// <summary>Calls a handler at the element's end tag. If the document has none for it, it is not called.</summary>
    /// <param name="handler">The handler.</param>
    public void OnEndTag(Action<HtmlEndTag> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        AddEndHandler(new Handler<HtmlEndTag>(handler, null));
    }

    /// <summary>Awaits a handler at the element's end tag. If the document has none for it, it is not called.</summary>
    /// <param name="handler">The handler.</param>
    /// <exception cref="InvalidOperationException">
    /// The rewriter's program has no asynchronous handler, so that nobody would await this one.
    /// </exception>
    public void OnEndTag(Func<HtmlEndTag, ValueTask> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _rewriter.MustAwait();
        AddEndHandler(new Handler<HtmlEndTag>(null, handler));
    }

    /// <summary>Calls a handler that always throws at the element's end tag.</summary>
    /// <param name="handler">The handler.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [OverloadResolutionPriority(1)]
    public void OnEndTag(Func<HtmlEndTag, HtmlNever> handler) => OnEndTag(Handler<HtmlEndTag>.Throwing(handler));

    /// <summary>Takes back what was said by <c>OnEndTag</c>, in this handler and those before it.</summary>
    public void RemoveEndTagHandlers()
    {
        MustBeShown();
        _end?.Handlers.Clear();
    }

    /// <param name="tag">The start tag.</param>
    /// <param name="open">What has been made of it.</param>
    /// <param name="attributes">Where its attributes stand, if that is known; valid while the element is.</param>
    internal void Begin(in Token tag, OpenElements open, AttributeTable? attributes)
    {
        _places = attributes;
        _raw.Rewind();
        _raw.Append(tag.Raw);
        _nameStart = tag.NameStart;
        _nameEnd = tag.NameEnd;
        _known = open.Name;
        _space = open.Space;
        _isSelfClosing = tag.IsSelfClosing;
        CanHaveContent = open.HasContent;
        _newName = null;
        _end = null;
        IsChanged = false;
        _hasAttributes = false;
        Show();
    }

    internal override void Release()
    {
        base.Release();
        _raw.Clear();
        _end = null;
        _newName = null;
        _attributes.Clear();
        _lastSet = null;
    }

    /// <summary>Writes the tag from its parts: names and attributes as they came, where nobody changed them.</summary>
    internal void WriteChanged(ref PooledBuffer to)
    {
        ReadAttributes();
        var slots = CollectionsMarshal.AsSpan(_attributes);
        var written = WriteUnchanged(slots, ref to);
        foreach (ref readonly var attribute in slots[written..])
        {
            to.Append((byte)' ');
            WriteAttribute(attribute, ref to);
        }

        to.Append(!_isSelfClosing ? ">"u8 : _attributes.Count > 0 ? " />"u8 : "/>"u8);
    }

    /// <summary>Writes the name, and in one piece with it the attributes that stand as they would be written.</summary>
    /// <returns>How many attributes are written.</returns>
    private int WriteUnchanged(ReadOnlySpan<AttributeSlot> slots, ref PooledBuffer to)
    {
        var raw = _raw.Span;
        if (_newName is not null)
        {
            to.Append("<"u8);
            Writer.Encoding.Encode(_newName, ref to);
            return 0;
        }

        var end = _nameEnd;
        var count = 0;
        while (count < slots.Length
            && slots[count] is { NewName: null, NewValue: null } slot
            && slot.NameStart == end + 1
            && raw[end] == ' '
            && !IsCut(slot))
        {
            end = slot.End;
            count++;
        }

        to.Append(raw[(_nameStart - 1)..end]);
        return count;
    }

    private void RemoveContent()
    {
        Around.After.Rewind();
        End.Append.Rewind();
        End.RemovesContent = true;
    }

    private void AddEndHandler(Handler<HtmlEndTag> handler)
    {
        MustBeShown();
        if (CanHaveContent)
        {
            End.Handlers.Add(handler);
        }
    }
}
