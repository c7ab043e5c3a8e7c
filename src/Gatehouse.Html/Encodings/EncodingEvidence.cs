using Gatehouse.Html.Buffers;
using Gatehouse.Html.Tokenizing;

namespace Gatehouse.Html.Encodings;

/// <summary>What is known of a document's encoding while it streams by, strongest first.</summary>
internal sealed class EncodingEvidence
{
    private PooledBuffer _prefix;
    private int _seen;
    private string? _certain;
    private string? _declared;

    /// <summary>The encoding, as far as it is known now.</summary>
    public string? Name => _certain ?? MetaPrescan.Find(_prefix.Span) ?? _declared;

    /// <summary>Whether the bytes of ASCII characters mean those characters in this encoding.</summary>
    public static bool IsSupported(string? name) => name is not ("UTF-16BE" or "UTF-16LE" or "ISO-2022-JP" or "replacement");

    public void Reset()
    {
        _prefix.Clear();
        _seen = 0;
        _certain = null;
        _declared = null;
    }

    /// <summary>Keeps what the prescan looks at: a browser sees a declaration behind the place too.</summary>
    public void Observe(ReadOnlySpan<byte> chunk)
    {
        if (_seen < MetaPrescan.Length)
        {
            chunk = chunk[..Math.Min(chunk.Length, MetaPrescan.Length - _seen)];
            _prefix.Append(chunk);
            _seen += chunk.Length;
        }
    }

    /// <summary>A byte order mark or the transport has the last word.</summary>
    public void Settle(string? name) => _certain = name;

    /// <summary>The first meta element that declares an encoding counts; it matters where the prescan did not reach.</summary>
    public void TakeMeta(AttributeEnumerator attributes) => _declared ??= MetaCharset.FromTag(attributes);
}
