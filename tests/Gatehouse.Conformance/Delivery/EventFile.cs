using System.IO.Compression;
using System.Text;
using System.Text.Json;
using ZstdSharp;

namespace Gatehouse.Conformance.Delivery;

/// <summary>Reads files that the destination <c>files</c> has finished, with none of its own code.</summary>
public static class EventFile
{
    /// <summary>The events in it, each as it was sent. A file that is torn throws.</summary>
    /// <param name="path">Where it is.</param>
    public static IReadOnlyList<ArrivedEvent> Read(string path) => [.. EventsOf(path).Select(static line => new ArrivedEvent(IdOf(line), line))];

    private static IEnumerable<string> EventsOf(string path) => path.EndsWith(".parquet", StringComparison.Ordinal)
        ? Task.Run(() => EventTableReader.ReadAsync(path)).GetAwaiter().GetResult().Select(static row => row.Event)
        : Lines(path);

    private static string[] Lines(string path)
    {
        using var raw = File.OpenRead(path);
        using Stream unpacked = Path.GetExtension(path) switch
        {
            ".gz" => new GZipStream(raw, CompressionMode.Decompress),
            ".zst" => new DecompressionStream(raw),
            _ => raw,
        };
        using var text = new StreamReader(unpacked, Encoding.UTF8);
        var lines = text.ReadToEnd();
        return lines.EndsWith('\n') ? lines.Split('\n')[..^1] : throw new InvalidDataException($"{path} does not end with the end of a line.");
    }

    private static string IdOf(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty("messageId").GetString()!;
    }
}
