using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Gatehouse.Conformance.Delivery;
using Gatehouse.Delivery;
using Gatehouse.Delivery.Destinations.Files;
using Microsoft.Extensions.Logging.Abstractions;
using ZstdSharp;

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
        return [.. Names.SelectMany(name => Lines(System.IO.Path.Combine(Path, name))).Select(static line => new ArrivedEvent(JsonDocument.Parse(line).RootElement.GetProperty("messageId").GetString()!, line))];
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static string[] Lines(string file)
    {
        using var raw = File.OpenRead(file);
        using Stream unpacked = System.IO.Path.GetExtension(file) switch
        {
            ".gz" => new GZipStream(raw, CompressionMode.Decompress),
            ".zst" => new DecompressionStream(raw),
            _ => raw,
        };
        using var text = new StreamReader(unpacked, Encoding.UTF8);
        var lines = text.ReadToEnd();
        Assert.EndsWith("\n", lines, StringComparison.Ordinal);
        return lines.Split('\n')[..^1];
    }
}
