using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Gatehouse.Samples.Shop.Markup;

/// <summary>
/// Writes HTML as UTF-8. The literal parts of an interpolated string go out as they are, the values in it encoded,
/// so that a page cannot forget to: <c>html.Write($"&lt;h1&gt;{name}&lt;/h1&gt;")</c>.
/// </summary>
internal sealed class HtmlWriter(IBufferWriter<byte> output)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

#pragma warning disable CA1822, S2325 // The handler has written through this instance by the time the body runs.
    public void Write([InterpolatedStringHandlerArgument("")] ref Template template) => _ = template;
#pragma warning restore CA1822, S2325

    private void WriteLiteral(string text) => Encoding.UTF8.GetBytes(text, output);

    private void WriteEncoded(string text) => Encoding.UTF8.GetBytes(Encoder.Encode(text), output);

    [InterpolatedStringHandler]
    internal readonly ref struct Template
    {
        private readonly HtmlWriter _writer;

        public Template(int literalLength, int formattedCount, HtmlWriter writer)
        {
            _ = literalLength;
            _ = formattedCount;
            _writer = writer;
        }

        public void AppendLiteral(string value) => _writer.WriteLiteral(value);

        public void AppendFormatted(string? value) => _writer.WriteEncoded(value ?? "");

        public void AppendFormatted(int value) => _writer.WriteLiteral(value.ToString(CultureInfo.InvariantCulture));

        public void AppendFormatted(Raw value) => _writer.WriteLiteral(value.Html);
    }
}
