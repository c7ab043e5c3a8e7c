using System.Collections;
using System.Runtime.CompilerServices;

namespace Gatehouse.Sites;

/// <summary>A list that is equal to another one with equal entries, so that records of settings can be compared after a reload.</summary>
/// <typeparam name="T">What stands in it.</typeparam>
[CollectionBuilder(typeof(ValueList), nameof(ValueList.Create))]
internal sealed class ValueList<T>(params ReadOnlySpan<T> entries) : IReadOnlyList<T>, IEquatable<ValueList<T>>
{
    private readonly T[] _entries = [.. entries];

    /// <inheritdoc/>
    public int Count => _entries.Length;

    /// <inheritdoc/>
    public T this[int index] => _entries[index];

    /// <inheritdoc/>
    public bool Equals(ValueList<T>? other) => other is not null && _entries.AsSpan().SequenceEqual(other._entries);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ValueList<T>);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var entry in _entries)
        {
            hash.Add(entry);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_entries).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
