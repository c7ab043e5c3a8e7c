namespace Gatehouse.Profiles.Rebuild;

/// <summary>Where the definitions in service are kept, and the profiles that a rebuild makes.</summary>
internal interface IRebuildDisk
{
    /// <summary>What was written last. Empty: nothing.</summary>
    ReadOnlyMemory<byte> ReadDefinitions();

    /// <summary>Replaces it, durably and as a whole. False: the disk is in trouble, and it is as it was.</summary>
    ValueTask<bool> WriteDefinitionsAsync(ReadOnlyMemory<byte> value);

    /// <summary>Opens the profiles of a rebuild, and makes an empty store when there is none. One at a time.</summary>
    IShadowStore OpenShadow(string rebuild);

    /// <summary>Deletes the profiles of all rebuilds but one. None of them may be open.</summary>
    void DeleteShadows(string? except);
}
