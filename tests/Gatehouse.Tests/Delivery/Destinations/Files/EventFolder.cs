using Gatehouse.Conformance.Delivery;
using Gatehouse.Delivery;
using Gatehouse.Delivery.Destinations.Files;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatehouse.Tests.Delivery.Destinations.Files;

/// <summary>A folder that a destination writes into, and one for its state.</summary>
internal sealed class EventFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("gatehouse-files-").FullName;

    /// <summary>Where the files are.</summary>
    public string Path => System.IO.Path.Combine(_root, "events");

    /// <summary>Where the destination remembers.</summary>
    public string State => System.IO.Path.Combine(_root, "state");

    /// <summary>Names of all files, relative, in their order.</summary>
    public List<string> Names => Directory.Exists(Path)
        ? [.. Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories).Select(name => System.IO.Path.GetRelativePath(Path, name)).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>The destination, as a start of the edge makes it.</summary>
    public FilesDestination Open(FilesOptions? options = null, TimeProvider? time = null, IFileDisk? disk = null, string? replay = null, Guid log = default) => new(
        options ?? new() { Folder = Path },
        new()
        {
            Site = "shop",
            Name = "archive",
            Log = log,
            Replay = replay,
            Folder = replay is null ? State : State + "-" + replay,
            Time = time ?? TimeProvider.System,
            Loggers = NullLoggerFactory.Instance,
        },
        disk ?? new FileDisk());

    /// <summary>All events in files that are closed, and by then there are no others.</summary>
    public List<ArrivedEvent> Read()
    {
        Assert.DoesNotContain(Names, static name => name.EndsWith(".open", StringComparison.Ordinal));
        return [.. Names.SelectMany(name => EventFile.Read(System.IO.Path.Combine(Path, name)))];
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
