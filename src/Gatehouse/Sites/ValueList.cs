namespace Gatehouse.Sites;

/// <summary>Makes lists of values.</summary>
internal static class ValueList
{
    /// <summary>What a collection expression calls.</summary>
    public static ValueList<T> Create<T>(ReadOnlySpan<T> entries) => new(entries);
}
