using System.Runtime.InteropServices;
using System.Text;
using Gatehouse.Html.Buffers;
using Gatehouse.Html.Rewriting;
using Gatehouse.Html.Tokenizing;
using AttributeTable = Gatehouse.Html.Selectors.Matching.AttributeTable;

namespace Gatehouse.Html;

/// <content>Attributes, in their order in the tag.</content>
public sealed partial class HtmlElement
{
    private readonly List<AttributeSlot> _attributes = [];
    private AttributeTable? _places;
    private bool _hasAttributes;

    /// <summary>The name that was set last, in most handlers a constant, so that it is looked at once.</summary>
    private string? _lastSet;
    private string? _lastSetLower;

    /// <summary>
    /// The attributes in order, names in lower case, values as they stand in the source (character references are not
    /// decoded). Of several with one name, which are all here, browsers take the first.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> Attributes
    {
        get
        {
            MustBeShown();
            ReadAttributes();
            return [.. _attributes.Select(slot => KeyValuePair.Create(NameOf(slot), ValueOf(slot)))];
        }
    }

    /// <summary>The value of an attribute as it stands in the source; null: there is none of that name.</summary>
    /// <param name="name">The name, in any case of letters.</param>
    public string? GetAttribute(string name)
    {
        var at = Find(name);
        return at < 0 ? null : ValueOf(_attributes[at]);
    }

    /// <summary>Whether there is an attribute of that name.</summary>
    /// <param name="name">The name, in any case of letters.</param>
    public bool HasAttribute(string name) => Find(name) >= 0;

    /// <summary>Sets an attribute where it stands, or adds it behind the others.</summary>
    /// <param name="name">The name; it is written in lower case.</param>
    /// <param name="value">The value as it is to stand in the source: only double quotes are escaped.</param>
    /// <exception cref="ArgumentException">The name is none that an attribute can have.</exception>
    public void SetAttribute(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!ReferenceEquals(name, _lastSet))
        {
            Names.CheckAttribute(name, Writer.Encoding);
            _lastSet = name;
            _lastSetLower = Names.Lower(name);
        }

        var at = Find(name);
        IsChanged = true;
        if (at < 0)
        {
            _attributes.Add(new AttributeSlot { NewName = _lastSetLower, NewValue = value });
        }
        else
        {
            _attributes[at] = _attributes[at] with { NewValue = value };
        }
    }

    /// <summary>
    /// Removes an attribute. If there are several of that name all go, for browsers would take the second in its place.
    /// </summary>
    /// <param name="name">The name, in any case of letters.</param>
    public void RemoveAttribute(string name)
    {
        var kept = Find(name);
        if (kept < 0)
        {
            return;
        }

        // In one pass: a tag may have any number of them.
        var slots = CollectionsMarshal.AsSpan(_attributes);
        for (var i = kept + 1; i < slots.Length; i++)
        {
            if (!IsNamed(slots[i], name))
            {
                slots[kept++] = slots[i];
            }
        }

        _attributes.RemoveRange(kept, slots.Length - kept);
        IsChanged = true;
    }

    private int Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        MustBeShown();
        ReadAttributes();
        var slots = CollectionsMarshal.AsSpan(_attributes);
        for (var i = 0; i < slots.Length; i++)
        {
            if (IsNamed(slots[i], name))
            {
                return i;
            }
        }

        return -1;
    }

    private bool IsNamed(in AttributeSlot slot, string name)
    {
        if (slot.NewName is not null)
        {
            return slot.NewName.Equals(name, StringComparison.OrdinalIgnoreCase);
        }

        var bytes = _raw.Span.Slice(slot.NameStart, slot.NameLength);
        return Ascii.EqualsIgnoreCase(bytes, name) || (!Ascii.IsValid(bytes) && Names.Lower(Writer.Encoding.Decode(bytes)) == Names.Lower(name));
    }

    private string NameOf(in AttributeSlot slot) =>
        slot.NewName ?? Names.Lower(Writer.Encoding.Decode(_raw.Span.Slice(slot.NameStart, slot.NameLength)));

    private string ValueOf(in AttributeSlot slot) =>
        slot.NewValue ?? Writer.Encoding.Decode(_raw.Span.Slice(slot.ValueStart, slot.ValueLength));

    private void ReadAttributes()
    {
        if (_hasAttributes)
        {
            return;
        }

        _hasAttributes = true;
        _attributes.Clear();
        if (_places is not null)
        {
            foreach (ref readonly var place in _places.Places)
            {
                AddAttribute(place);
            }

            return;
        }

        var all = _raw.Span[_nameEnd..];
        var attributes = new AttributeEnumerator(all);
        while (attributes.MoveNext())
        {
            AddAttribute(AttributePlace.Of(attributes, all));
        }
    }

    private void AddAttribute(in AttributePlace place)
    {
        var raw = _raw.Span;
        var end = _nameEnd + place.End;
        while (Bytes.IsSpace(raw[end - 1]))
        {
            end--;
        }

        _attributes.Add(new AttributeSlot
        {
            NameStart = _nameEnd + place.NameStart,
            NameLength = place.NameLength,
            ValueStart = _nameEnd + place.ValueStart,
            ValueLength = place.ValueLength,
            End = end,
        });
    }

    /// <summary>An equals sign with nothing behind it would take the next attribute for its value.</summary>
    private bool IsCut(in AttributeSlot slot) => slot.ValueLength == 0 && _raw.Span[slot.End - 1] == '=';

    private void WriteAttribute(in AttributeSlot slot, ref PooledBuffer to)
    {
        if (slot.NewValue is null)
        {
            to.Append(_raw.Span[slot.NameStart..(IsCut(slot) ? slot.NameStart + slot.NameLength : slot.End)]);
            return;
        }

        if (slot.NewName is null)
        {
            to.Append(_raw.Span.Slice(slot.NameStart, slot.NameLength));
        }
        else
        {
            Writer.Encoding.Encode(slot.NewName, ref to);
        }

        to.Append("=\""u8);
        Writer.AppendAttributeValue(ref to, slot.NewValue);
        to.Append((byte)'"');
    }

    /// <summary>Where an attribute stands in the tag, and what a handler made of it.</summary>
    private readonly record struct AttributeSlot
    {
        public int NameStart { get; init; }

        public int NameLength { get; init; }

        public int ValueStart { get; init; }

        public int ValueLength { get; init; }

        public int End { get; init; }

        public string? NewName { get; init; }

        public string? NewValue { get; init; }
    }
}
