using System.Security.Cryptography;
using System.Text;
using Gatehouse.Pages.Csp;
using Gatehouse.Sites;

namespace Gatehouse.Pages.Snippet;

/// <summary>A site's snippet, made once: its text, its hashes, and the file by which it is served where it cannot stand in the page.</summary>
internal sealed class SnippetText
{
    /// <summary>Characters of the hash in the file's name.</summary>
    public const int HashLength = 16;

    private static readonly string Source = ReadSource();

    public SnippetText(SiteSettings settings)
    {
        var script = SnippetMinifier.Minify(Source
            .Replace("$ASSETS", $"/{settings.RoutePrefix}/assets/analytics.js/v1/", StringComparison.Ordinal)
            .Replace("$PAGEVIEW", settings.Snippet.PageView ? "queue.page();" : string.Empty, StringComparison.Ordinal));
        Script = Encoding.ASCII.GetBytes(script);
        Hashes = new(Script);
        Hash = Convert.ToHexStringLower(SHA256.HashData(Script).AsSpan(0, HashLength / 2));
        InlineElement = Encoding.ASCII.GetBytes($"<script>{script}</script>");
        Path = $"/{settings.RoutePrefix}/assets/snippet/{Hash}.js";
    }

    /// <summary>The JavaScript, ASCII, without <c>&lt;</c> and <c>&amp;</c>.</summary>
    public byte[] Script { get; }

    /// <summary>The script element with the text in it, for pages without a policy.</summary>
    public byte[] InlineElement { get; }

    /// <summary>What a policy can list to allow the text.</summary>
    public SnippetHashes Hashes { get; }

    /// <summary>Names the text: lower-case hexadecimal, <see cref="HashLength"/> characters.</summary>
    public string Hash { get; }

    /// <summary>Where the file is served.</summary>
    public string Path { get; }

    private static string ReadSource()
    {
        using var stream = typeof(SnippetText).Assembly.GetManifestResourceStream("Gatehouse.Pages.Snippet.snippet.js")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
