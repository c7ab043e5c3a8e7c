namespace Gatehouse.Profiles.Rebuild;

/// <summary>The profiles that a rebuild makes.</summary>
internal interface IShadowStore : IDisposable
{
    /// <summary>One by one.</summary>
    IProfileStore Profiles { get; }

    /// <summary>All of them.</summary>
    IProfileScan Scan { get; }
}
