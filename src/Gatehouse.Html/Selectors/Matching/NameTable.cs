using System.Numerics;

namespace Gatehouse.Html.Selectors.Matching;

/// <summary>What a program keeps by a name: a table that is half empty, so that a name it does not have costs one look.</summary>
internal sealed class NameTable<T>
    where T : class
{
    private readonly ulong[] _hashes;
    private readonly byte[][] _names;
    private readonly T?[] _values;
    private readonly int _mask;

    public NameTable(IReadOnlyCollection<KeyValuePair<string, T>> entries)
    {
        Count = entries.Count;
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, entries.Count * 2));
        _mask = size - 1;
        _hashes = new ulong[size];
        _names = new byte[size][];
        _values = new T?[size];
        foreach (var (text, value) in entries)
        {
            var name = System.Text.Encoding.UTF8.GetBytes(text);
            var hash = Names.Hash(name);
            var at = (int)hash & _mask;
            while (_values[at] is not null)
            {
                at = (at + 1) & _mask;
            }

            (_hashes[at], _names[at], _values[at]) = (hash, name, value);
        }
    }

    public int Count { get; }

    /// <param name="hash">Of the name.</param>
    /// <param name="name">In UTF-8; the case of ASCII letters does not matter.</param>
    public T? Find(ulong hash, ReadOnlySpan<byte> name)
    {
        for (var at = (int)hash & _mask; _values[at] is { } value; at = (at + 1) & _mask)
        {
            if (_hashes[at] == hash && Names.AreEqual(_names[at], name))
            {
                return value;
            }
        }

        return null;
    }
}
