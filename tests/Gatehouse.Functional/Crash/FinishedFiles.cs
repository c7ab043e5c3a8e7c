using Gatehouse.Conformance.Delivery;

namespace Gatehouse.Functional.Crash;

/// <summary>What the destination <c>files</c> has left in a folder.</summary>
internal static class FinishedFiles
{
    /// <summary>Waits until as many events as that, or more, are in files that are finished.</summary>
    public static async Task WaitForAsync(string folder, int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        var read = new Dictionary<string, int>(StringComparer.Ordinal);
        while (read.Values.Sum() < count)
        {
            await Task.Delay(50, limit.Token);
            foreach (var name in Names(folder).Where(name => IsFinished(name) && !read.ContainsKey(name)))
            {
                read.Add(name, EventFile.Read(name).Count);
            }
        }
    }

    /// <summary>The message ids of all events, when the server has stopped and no file is anything but finished.</summary>
    public static List<string> Ids(string folder)
    {
        Assert.All(Names(folder), static name => Assert.True(IsFinished(name), name));
        return [.. Names(folder).SelectMany(EventFile.Read).Select(static one => one.MessageId)];
    }

    private static IEnumerable<string> Names(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories) : [];

    private static bool IsFinished(string name) => Path.GetExtension(name) is ".ndjson" or ".gz" or ".zst" or ".parquet";
}
