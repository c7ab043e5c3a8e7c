namespace Gatehouse.Profiles;

/// <summary>Answer to a read.</summary>
/// <param name="Outcome">Whether the rest counts.</param>
/// <param name="Version">Version of the value; 0: there is none.</param>
/// <param name="Value">The value. Empty when there is none.</param>
internal readonly record struct StoreRead(StoreOutcome Outcome, long Version = 0, ReadOnlyMemory<byte> Value = default);
