using Gatehouse.Sites;
using Gatehouse.Visitors;

namespace Gatehouse.Profiles;

/// <summary>Reads the profile of a visitor: hot cache, then store, then the vendor's API where one is configured.</summary>
internal interface IProfileReader
{
    /// <summary>The visitor's profile, within the deadline that the token stands for.</summary>
    /// <returns><see cref="Profile.Empty"/> when nothing is known of the visitor. Null: not known in time, or the store is in trouble; a counter says why.</returns>
    ValueTask<Profile?> ReadAsync(Site site, Visitor visitor, CancellationToken deadline);
}
