using System.Buffers;

namespace Gatehouse.Html.Rewriting;

/// <summary>Where a document goes.</summary>
internal readonly struct HtmlOutput
{
    private readonly IBufferWriter<byte>? _writer;
    private readonly Action<ReadOnlySpan<byte>>? _sink;

    public HtmlOutput(IBufferWriter<byte> writer) => _writer = writer;

    public HtmlOutput(Action<ReadOnlySpan<byte>> sink) => _sink = sink;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        if (_writer is not null)
        {
            _writer.Write(bytes);
        }
        else
        {
            _sink?.Invoke(bytes);
        }
    }
}
