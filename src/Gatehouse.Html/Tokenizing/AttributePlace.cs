namespace Gatehouse.Html.Tokenizing;

/// <summary>Where an attribute stands, counted from the end of its tag's name. White space may follow before <paramref name="End"/>.</summary>
internal readonly record struct AttributePlace(int NameStart, int NameLength, int ValueStart, int ValueLength, int End)
{
    /// <param name="attribute">The current attribute.</param>
    /// <param name="all">What is enumerated, from its start.</param>
    public static AttributePlace Of(in AttributeEnumerator attribute, ReadOnlySpan<byte> all)
    {
        all.Overlaps(attribute.Name, out var name);
        var value = 0;
        if (!attribute.Value.IsEmpty)
        {
            all.Overlaps(attribute.Value, out value);
        }

        return new(name, attribute.Name.Length, value, attribute.Value.Length, all.Length - attribute.Rest.Length);
    }
}
