using Gatehouse.Profiles;

namespace Gatehouse.Storage;

/// <summary>Reads profiles for one caller at a time, who waits as long as the disk takes.</summary>
internal interface IStoreConnection : IDisposable
{
    /// <summary>Reads one value; trouble is an answer.</summary>
    StoreRead Read(ProfileKey key);
}
