namespace Gatehouse.Storage.Log;

/// <summary>Where the record of an event stands in the buffer of its append.</summary>
internal readonly record struct PendingRecord(UInt128 Fingerprint, int Offset, int Length);
