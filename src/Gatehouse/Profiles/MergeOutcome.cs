namespace Gatehouse.Profiles;

/// <summary>What a message did to a record.</summary>
internal enum MergeOutcome
{
    /// <summary>The record is another one.</summary>
    Changed,

    /// <summary>The message had been applied before.</summary>
    Duplicate,

    /// <summary>All that the message says is older than what is known.</summary>
    Outdated,
}
