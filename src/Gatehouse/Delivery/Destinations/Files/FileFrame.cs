using System.Buffers;

namespace Gatehouse.Delivery.Destinations.Files;

/// <summary>Events of a batch as a file gets them: a line each, packed on their own, so that a file can be cut behind any batch.</summary>
internal sealed class FileFrame(FileCompression compression)
{
    private static readonly SearchValues<byte> LineBreaks = SearchValues.Create("\r\n"u8);

    /// <summary>Packs events.</summary>
    public byte[] Pack(IReadOnlyList<DeliveryEvent> events) => FilePacking.Pack(compression, Lines(events));

    private static byte[] Lines(IReadOnlyList<DeliveryEvent> events)
    {
        var lines = new byte[events.Sum(static @event => @event.Json.Length + 1)];
        var end = 0;
        foreach (var @event in events)
        {
            @event.Json.Span.CopyTo(lines.AsSpan(end));

            // A sender may break lines between values; inside a text they cannot stand as they are.
            lines.AsSpan(end, @event.Json.Length).ReplaceAny(LineBreaks, (byte)' ');
            end += @event.Json.Length;
            lines[end++] = (byte)'\n';
        }

        return lines;
    }
}
