namespace Gatehouse.Delivery.Destinations.Files;

/// <summary>How far a file has come; the numbers are stored.</summary>
internal enum FileStage
{
    /// <summary>It takes events.</summary>
    Open = 0,

    /// <summary>It has its name.</summary>
    Closed = 1,

    /// <summary>It takes no more events, and is a journal of which a Parquet file is to be made.</summary>
    Sealed = 2,

    /// <summary>The Parquet file is made and on the disk, and lacks its name.</summary>
    Made = 3,
}
