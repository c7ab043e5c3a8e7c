namespace Gatehouse.Delivery.Destinations.Files;

/// <summary>What is remembered of a file that is not closed.</summary>
/// <param name="Path">Its name when it is closed, with its folder.</param>
/// <param name="Length">Bytes up to which whole batches stand in it, on the disk.</param>
/// <param name="Hour">The hour in which its events were received.</param>
/// <param name="Opened">When it was begun.</param>
internal sealed record StoredFile(string Path, long Length, DateTime Hour, DateTimeOffset Opened);
