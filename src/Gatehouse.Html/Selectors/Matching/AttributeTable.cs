using System.Buffers;
using Gatehouse.Html.Tokenizing;

namespace Gatehouse.Html.Selectors.Matching;

/// <summary>Where the attributes of one tag stand, so that many questions about them read the tag once.</summary>
internal sealed class AttributeTable
{
    private const int Usual = 32;
    private const int MostKept = 1024;
    private ulong[] _hashes = new ulong[Usual];
    private AttributePlace[] _places = new AttributePlace[Usual];

    public int Count { get; private set; }

    public void Read(ReadOnlySpan<byte> tag, DocumentText text)
    {
        Count = 0;
        var attributes = new AttributeEnumerator(tag);
        while (attributes.MoveNext())
        {
            if (Count == _places.Length)
            {
                Array.Resize(ref _hashes, Count * 2);
                Array.Resize(ref _places, Count * 2);
            }

            _hashes[Count] = Names.Hash(text.Name(attributes.Name));
            _places[Count++] = AttributePlace.Of(attributes, tag);
        }
    }

    /// <summary>Lets go of what one monstrous tag has taken.</summary>
    public void Trim()
    {
        if (_places.Length > MostKept)
        {
            Count = 0;
            _hashes = new ulong[Usual];
            _places = new AttributePlace[Usual];
        }
    }

    /// <summary>Where each attribute stands, counted from the end of the tag's name.</summary>
    public ReadOnlySpan<AttributePlace> Places => _places.AsSpan(0, Count);

    public ulong Hash(int index) => _hashes[index];

    public ReadOnlySpan<byte> Name(ReadOnlySpan<byte> tag, int index) =>
        tag.Slice(_places[index].NameStart, _places[index].NameLength);

    public ReadOnlySpan<byte> Value(ReadOnlySpan<byte> tag, int index) =>
        tag.Slice(_places[index].ValueStart, _places[index].ValueLength);

    /// <summary>Of attributes of the same name the first one counts.</summary>
    public int Find(ReadOnlySpan<byte> tag, ulong hash, ReadOnlySpan<byte> name, DocumentText text)
    {
        var hashes = _hashes.AsSpan(0, Count);
        for (var from = 0; hashes[from..].IndexOf(hash) is var at and >= 0; from += at + 1)
        {
            if (Names.AreEqual(text.Name(Name(tag, from + at)), name))
            {
                return from + at;
            }
        }

        return -1;
    }
}
