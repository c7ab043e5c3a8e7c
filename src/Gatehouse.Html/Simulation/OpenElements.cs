using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Gatehouse.Html.Tokenizing;
using static Gatehouse.Html.Simulation.ElementTraits;

namespace Gatehouse.Html.Simulation;

/// <summary>
/// The stack of open elements (13.2.4.2) of the tags that are written: what each tag opens and closes, and what it means
/// for the tokenizer.
/// </summary>
/// <remarks>
/// Each question costs the same however deep the stack is: entries know the nearest bounds below them, and each name knows
/// its topmost entry. Only what is closed is walked over.
/// </remarks>
internal sealed partial class OpenElements
{
    private const int None = -1;
    private const ElementTraits HasARule = HasStartRule | TablePart | Heading | Text | Marker;
    private readonly int[] _topByName = new int[ElementNames.Count];
    private readonly NameBuckets _others = new();
    private readonly List<int> _ended = [];
    private OpenElement[] _open = new OpenElement[32];
    private int _count;
    private bool _isInText;
    private bool _isAfterHead;
    private bool _isFormOpen;

    public OpenElements() => Reset();

    /// <summary>How many entries there are.</summary>
    public int Count => _count;

    /// <summary>The memory of one entry, for who counts.</summary>
    public static int EntrySize => Unsafe.SizeOf<OpenElement>();

    /// <summary>Steps taken over entries so far: the measure of the promise that time is linear.</summary>
    public long Steps { get; private set; }

    /// <summary>Records of elements that ended before the last tag, innermost first.</summary>
    public ReadOnlySpan<int> Ended => CollectionsMarshal.AsSpan(_ended);

    /// <summary>The record of the element whose end tag the last tag is; -1: none, or it has no record.</summary>
    public int EndedByTag { get; private set; }

    /// <summary>How many elements left the stack with the last tag, before it opened one.</summary>
    public int Left { get; private set; }

    /// <summary>The name of the last start tag.</summary>
    public ElementName Name { get; private set; }

    /// <summary>Whether the last start tag makes an element.</summary>
    public bool IsElement { get; private set; }

    /// <summary>Whether that element is open now.</summary>
    public bool HasContent { get; private set; }

    /// <summary>The namespace of that element.</summary>
    public ElementNamespace Space { get; private set; }

    /// <summary>Whether the last start tag has text for content where a parser of another age might see tags, or the other way round.</summary>
    public bool IsAmbiguous { get; private set; }

    public bool IsQuirky { get; set; }

    /// <summary>Whether what is read is the text of an element.</summary>
    public bool IsInText => _isInText;

    /// <summary>Whether an HTML template is open.</summary>
    public bool IsInTemplate => TopOf(ElementName.Template) != None;

    /// <summary>Whether a select is open.</summary>
    public bool IsInSelect => TopOf(ElementName.Select) != None;

    /// <summary>Whether no further <c>head</c> can come.</summary>
    public bool IsHeadOver => _isAfterHead && _topByName[(int)ElementName.Head] == None;

    public void Reset()
    {
        _count = 0;
        Array.Fill(_topByName, None);
        _others.Clear();
        _formatting.Clear();
        _ended.Clear();
        EndedByTag = None;
        Left = 0;
        _isInText = _isAfterHead = _isFormOpen = false;
        IsQuirky = true;
    }

    /// <summary>Takes a start tag.</summary>
    public void Open(in Token tag, Tokenizer tokenizer)
    {
        Begin();
        var name = Name = ElementNames.Of(tag.Value);
        var traits = ElementTraitsTable.Of(name);
        IsElement = true;
        HasContent = false;
        IsAmbiguous = false;
        if (_isAfterHead && _count > 0 && !traits.Has(HasARule) && Top.IsOrdinary)
        {
            OpenOrdinary(tag, name, traits);
            return;
        }

        if (_count > 0 && !TakesHtml(name))
        {
            OpenForeign(tag, name);
        }
        else
        {
            OpenHtml(tag, name);
        }

        if (Space == ElementNamespace.Html && traits.Has(Text))
        {
            OpenText(tag, name, tokenizer);
        }

        tokenizer.AllowsCdata = IsForeign;
    }

    /// <summary>The way of most tags: no rule but that a p may be closed, in an element that has no rule for what is in it.</summary>
    private void OpenOrdinary(in Token tag, ElementName name, ElementTraits traits)
    {
        Space = ElementNamespace.Html;
        if (traits.Has(ClosesP) && HasInButtonScope(ElementName.P))
        {
            PopTo(TopOf(ElementName.P));
        }

        if (!traits.Has(ElementTraits.Void))
        {
            Push(tag, name, traits);
            if (traits.Has(Formatting))
            {
                _formatting.Add(name, _count - 1);
            }
        }
    }

    private void OpenText(in Token tag, ElementName name, Tokenizer tokenizer)
    {
        IsAmbiguous = IsTextWhereBrowsersDiffer(name);
        if (HasContent)
        {
            tokenizer.SwitchTo(TextContent.Of(name), tag.Value);
            _isInText = true;
        }
    }

    /// <summary>Takes an end tag.</summary>
    public void Close(in Token tag, Tokenizer tokenizer)
    {
        Begin();
        if (_isInText)
        {
            _isInText = false;
            EndByTag(_count - 1);
        }
        else if (_count > 0)
        {
            var name = ElementNames.Of(tag.Value);
            ref var top = ref Top;
            if (top.IsOrdinary && top.Name == name && name != ElementName.Other && !ElementTraitsTable.Of(name).Has(Formatting))
            {
                // The way of most end tags. No rule keeps one from closing the innermost element.
                EndedByTag = top.Record;
                top.Record = None;
                PopTo(_count - 1);
            }
            else
            {
                CloseElement(tag, name);
            }
        }

        tokenizer.AllowsCdata = IsForeign;
    }

    /// <summary>Takes the end of the document.</summary>
    public void CloseAll()
    {
        Begin();
        PopTo(0);
    }

    /// <summary>Gives the element that was opened last a record.</summary>
    public void SetRecord(int record) => _open[_count - 1].Record = record;

    /// <summary>
    /// Until 2025 most tags were dropped in a select; in a frameset they are, but whether a frameset is one depends on text
    /// that nobody keeps.
    /// </summary>
    private bool IsTextWhereBrowsersDiffer(ElementName name) =>
        (IsInSelect && name is not (ElementName.Script or ElementName.Textarea))
        || (TopOf(ElementName.Frameset) != None && name != ElementName.Noframes);

    private bool IsForeign => _count > 0 && Top.Space != ElementNamespace.Html;

    private ref OpenElement Top => ref _open[_count - 1];

    private void Begin()
    {
        if (_ended.Count > 0)
        {
            _ended.Clear();
        }

        EndedByTag = None;
        Left = 0;
    }

    private int TopOf(ElementName name) => _topByName[(int)name];

    private bool HasInScope(ElementName name) => TopOf(name) is var at and not None && at >= Top.Scope;

    private bool HasInButtonScope(ElementName name) => TopOf(name) is var at and not None && at >= Top.ButtonScope;
}
