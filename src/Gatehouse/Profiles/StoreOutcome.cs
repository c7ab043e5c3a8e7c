namespace Gatehouse.Profiles;

/// <summary>What became of an operation of the profile store.</summary>
internal enum StoreOutcome
{
    /// <summary>Nothing happened yet; never an answer.</summary>
    None,

    /// <summary>Done. Of a write: the value is on disk.</summary>
    Done,

    /// <summary>A write that expected another version. Nothing was changed.</summary>
    Conflict,

    /// <summary>Too much is waiting; try again.</summary>
    Busy,

    /// <summary>The disk is full. Nothing was changed.</summary>
    Full,

    /// <summary>The store is in trouble. Nothing was changed.</summary>
    Failed,

    /// <summary>The caller stopped waiting. Only of a read.</summary>
    Abandoned,

    /// <summary>There is a value that this version cannot read. Only of a profile that was read.</summary>
    Unreadable,
}
