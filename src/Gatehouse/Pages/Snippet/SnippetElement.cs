using System.Text;
using Gatehouse.Pages.Csp;
using Gatehouse.Sites;

namespace Gatehouse.Pages.Snippet;

/// <summary>Writes the script element for a page. Right in HTML and in XHTML.</summary>
internal static class SnippetElement
{
    /// <summary>The element in the form that the page's policies allow. Empty: none.</summary>
    /// <param name="snippet">The site's snippet.</param>
    /// <param name="decision">The form and the nonce, which is known to be fit for an attribute.</param>
    /// <param name="host">The page's host, which is known to be fit for a URL.</param>
    public static ReadOnlyMemory<byte> Write(SnippetText snippet, in CspDecision decision, SiteHost host) => decision switch
    {
        { Form: SnippetForm.None } => default,
        { Form: SnippetForm.Inline, Nonce: null } => snippet.InlineElement,
        { Form: SnippetForm.Inline } => InlineWithNonce(snippet, decision.Nonce),

        // With the host, because a base element must not send it elsewhere; without the scheme, because a proxy in front may be the
        // one that speaks https. It blocks, so that inline scripts after it find the stub.
        _ => Encoding.ASCII.GetBytes($"<script{NonceAttribute(decision.Nonce)} src=\"//{host.Value}{snippet.Path}\"></script>"),
    };

    private static byte[] InlineWithNonce(SnippetText snippet, string nonce)
    {
        var start = $"<script{NonceAttribute(nonce)}>";
        var element = new byte[start.Length + snippet.Script.Length + "</script>".Length];
        var written = Encoding.ASCII.GetBytes(start, element);
        snippet.Script.CopyTo(element, written);
        "</script>"u8.CopyTo(element.AsSpan(written + snippet.Script.Length));
        return element;
    }

    private static string NonceAttribute(string? nonce) => nonce is null ? string.Empty : $" nonce=\"{nonce}\"";
}
