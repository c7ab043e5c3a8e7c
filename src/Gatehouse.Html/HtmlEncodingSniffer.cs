using Gatehouse.Html.Encodings;

namespace Gatehouse.Html;

/// <summary>
/// Says which encoding a browser would read a document in, after the HTML standard's "encoding sniffing algorithm"
/// (13.2.3.2), without what only a browser knows: the user's choice, the parent frame, the locale.
/// </summary>
public static class HtmlEncodingSniffer
{
    /// <summary>How many bytes of a document are looked at, at most: 1024.</summary>
    public const int PrefixLength = MetaPrescan.Length;

    /// <summary>Sniffs the encoding of a document.</summary>
    /// <param name="document">The document, or its first <see cref="PrefixLength"/> bytes.</param>
    /// <param name="charset">
    /// The charset parameter of the Content-Type, if there was one. It yields to a byte order mark and is stronger than
    /// a meta element; a label that the Encoding standard does not know counts as none.
    /// </param>
    /// <returns>
    /// The name of the encoding as the Encoding standard writes it, for example <c>UTF-8</c> or <c>windows-1252</c>;
    /// null when nothing declares one (most browsers then take <c>windows-1252</c>). <c>replacement</c> means that
    /// browsers refuse to decode the document.
    /// </returns>
    public static string? Sniff(ReadOnlySpan<byte> document, string? charset = null) =>
        ByteOrderMark.Find(document, out _)
        ?? FindLabel(charset)
        ?? MetaPrescan.Find(document[..Math.Min(document.Length, PrefixLength)]);

    /// <summary>Finds the encoding that a label means ("get an encoding", Encoding standard 4.2).</summary>
    /// <param name="label">A label such as <c>latin1</c>, in any case of letters, or null.</param>
    /// <returns>The name of the encoding, or null when the label is null or unknown.</returns>
    public static string? FindLabel(string? label) =>
        label is null ? null : EncodingLabels.Find(System.Text.Encoding.UTF8.GetBytes(label));
}
