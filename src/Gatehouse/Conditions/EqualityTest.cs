namespace Gatehouse.Conditions;

/// <summary>One of several values.</summary>
internal sealed class EqualityTest(IReadOnlyList<string> values) : ValueTest
{
    private readonly ExpectedValue[] _values = [.. values.Select(static value => new ExpectedValue(value))];

    /// <inheritdoc/>
    public override bool Holds(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty)
        {
            return false;
        }

        var reader = FactJson.Open(json);
        foreach (var value in _values)
        {
            if (value.IsAt(ref reader))
            {
                return true;
            }
        }

        return false;
    }
}
