namespace Gatehouse.Conditions;

/// <summary>True, or the text that some senders write.</summary>
internal sealed class TruthTest : ValueTest
{
    /// <inheritdoc/>
    public override bool Holds(ReadOnlySpan<byte> json) =>
        json.SequenceEqual("true"u8) || (json is [(byte)'"', ..] && FactJson.Open(json).ValueTextEquals("true"u8));
}
