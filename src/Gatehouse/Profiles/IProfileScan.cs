namespace Gatehouse.Profiles;

/// <summary>Looks at all profiles of a store, a page at a time. What changes meanwhile may be seen before or after its change.</summary>
internal interface IProfileScan
{
    /// <summary>The next profiles.</summary>
    /// <param name="after">The place of the last one of the page before; 0 for the first.</param>
    /// <param name="most">How many, at least 1.</param>
    /// <returns>Empty: there are no more. Null: the store is in trouble.</returns>
    ValueTask<IReadOnlyList<ScannedProfile>?> ReadAsync(long after, int most);
}
