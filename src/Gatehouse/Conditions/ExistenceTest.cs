namespace Gatehouse.Conditions;

/// <summary>Whether there is a value. Null is none.</summary>
internal sealed class ExistenceTest(bool expected) : ValueTest
{
    /// <inheritdoc/>
    public override bool Holds(ReadOnlySpan<byte> json) => (!json.IsEmpty && !json.SequenceEqual("null"u8)) == expected;
}
