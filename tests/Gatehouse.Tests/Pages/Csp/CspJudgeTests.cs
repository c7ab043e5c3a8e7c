using Gatehouse.Pages;
using Gatehouse.Pages.Csp;
using Gatehouse.Sites;
using Gatehouse.Tests.Pages.Snippet;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Tests.Pages.Csp;

/// <summary>Policies and what they leave possible, with the section of CSP Level 3 that says so.</summary>
public sealed class CspJudgeTests
{
    private const string Own = "https://www.shop.example";

    [Theory]

    // Without a policy for scripts everything runs.
    [InlineData("", "inline")]
    [InlineData("img-src 'none'; frame-ancestors 'none'", "inline")]
    [InlineData("script-src-attr 'none'; style-src 'none'", "inline")]

    // 6.7.3.2: unsafe-inline allows inline scripts unless a nonce, a hash or strict-dynamic overrides it.
    [InlineData("script-src 'self' 'unsafe-inline'", "inline")]
    [InlineData("script-src https: 'UNSAFE-INLINE'", "inline")]
    [InlineData("script-src 'self' 'unsafe-inline' 'nonce-abc'", "inline nonce abc")]
    [InlineData("script-src 'self' 'unsafe-inline' 'sha256-AAAA'", "external")]
    [InlineData("script-src 'unsafe-inline' 'strict-dynamic'", "csp_script")]

    // 6.7.3.3: a nonce in the list allows the element that carries it, and 6.7.1.1 what it inserts with the same nonce.
    [InlineData("script-src 'nonce-abc'", "inline nonce abc")]
    [InlineData("script-src 'NONCE-aBc+/-_=='", "inline nonce aBc+/-_==")]
    [InlineData("script-src 'nonce-abc' 'strict-dynamic'", "inline nonce abc")]
    [InlineData("script-src 'nonce-abc' 'strict-dynamic' https: 'unsafe-inline'", "inline nonce abc")]
    [InlineData("default-src 'self' 'nonce-abc'", "inline nonce abc")]
    [InlineData("script-src 'nonce-a\"b' 'self'", "external")]
    [InlineData("script-src 'nonce-'", "csp_script")]
    [InlineData("script-src 'nonce-<b>'", "csp_script")]

    // 6.7.3.3: the hash of the text allows it inline; what it inserts needs a source of its own.
    [InlineData("script-src 'self' $SHA256", "inline")]
    [InlineData("script-src 'self' $SHA384", "inline")]
    [InlineData("script-src 'self' $SHA512", "inline")]
    [InlineData("script-src 'self' $URLSAFE", "inline")]
    [InlineData("script-src $SHA256", "csp_script")]
    [InlineData("script-src $SHA256 'strict-dynamic'", "inline")]
    [InlineData("script-src 'sha256-AAAA' 'strict-dynamic'", "csp_script")]

    // 6.7.2.8: self, hosts, schemes, ports and paths that allow the page's own origin: the external form.
    [InlineData("script-src 'self'", "external")]
    [InlineData("default-src 'self'", "external")]
    [InlineData("script-src *", "external")]
    [InlineData("script-src https:", "external")]
    [InlineData("script-src http:", "external")]
    [InlineData("script-src wss:", "external")]
    [InlineData("script-src data: blob:", "csp_script")]
    [InlineData("script-src www.shop.example", "external")]
    [InlineData("script-src WWW.Shop.example:443", "external")]
    [InlineData("script-src www.shop.example:80", "external")]
    [InlineData("script-src www.shop.example:*", "external")]
    [InlineData("script-src www.shop.example:8443", "csp_script")]
    [InlineData("script-src http://www.shop.example", "external")]
    [InlineData("script-src https://*.shop.example", "external")]
    [InlineData("script-src *.www.shop.example", "csp_script")]
    [InlineData("script-src *.example:*", "external")]
    [InlineData("script-src shop.example", "csp_script")]
    [InlineData("script-src cdn.example", "csp_script")]
    [InlineData("script-src ftp://www.shop.example", "csp_script")]
    [InlineData("script-src www.shop.example/seg/", "external")]
    [InlineData("script-src www.shop.example/seg/assets/", "external")]
    [InlineData("script-src www.shop.example/", "external")]
    [InlineData("script-src www.shop.example/seg", "csp_script")]
    [InlineData("script-src www.shop.example/Seg/", "csp_script")]
    [InlineData("script-src www.shop.example/js/", "csp_script")]

    // 6.7.1.1: strict-dynamic blocks what stands in the page without a nonce, whatever hosts are listed.
    [InlineData("script-src 'self' 'strict-dynamic'", "csp_script")]

    // 6.8.4: script-src-elem beats script-src, which beats default-src.
    [InlineData("script-src-elem 'self'; script-src 'none'; default-src 'none'; connect-src 'self'", "external")]
    [InlineData("script-src-elem 'none'; script-src 'self' 'unsafe-inline'", "csp_script")]
    [InlineData("script-src 'unsafe-inline' 'self'; default-src 'none'; connect-src *", "inline")]

    // 2.2.1: the first directive of a name counts; names without regard to case; empty ones are passed over.
    [InlineData(";; Script-Src 'self' 'unsafe-inline' ; script-src 'none';", "inline")]
    [InlineData("script-src", "csp_script")]
    [InlineData("script-src 'none'", "csp_script")]
    [InlineData("script-src\t'self'\f'unsafe-inline'", "inline")]

    // connect-src, else default-src: a library that cannot send is not worth its bytes.
    [InlineData("connect-src 'self'", "inline")]
    [InlineData("connect-src 'none'", "csp_connect")]
    [InlineData("connect-src https://api.example", "csp_connect")]
    [InlineData("connect-src https://www.shop.example/seg/", "inline")]
    [InlineData("connect-src https://www.shop.example/seg/events/", "csp_connect")]
    [InlineData("default-src 'none'; script-src 'self' 'unsafe-inline'", "csp_connect")]
    [InlineData("default-src 'nonce-abc'", "csp_connect")]
    [InlineData("default-src 'none'; script-src 'nonce-abc'; connect-src 'self'", "inline nonce abc")]

    // Sandboxed documents run no scripts, or run them under an origin that is not their own.
    [InlineData("sandbox", "csp_sandbox")]
    [InlineData("sandbox allow-forms", "csp_sandbox")]
    [InlineData("sandbox allow-scripts", "csp_sandbox")]
    [InlineData("sandbox Allow-Scripts allow-same-origin", "inline")]

    // Trusted types: the URL of an inserted script may be set by a policy object only.
    [InlineData("require-trusted-types-for 'script'", "csp_trusted_types")]
    [InlineData("require-trusted-types-for 'script'; script-src 'nonce-abc' 'strict-dynamic'", "csp_trusted_types")]
    [InlineData("trusted-types one two", "inline")]

    // Several policies: all of them must allow it; a comma separates policies.
    [InlineData("script-src 'self', script-src 'unsafe-inline' *", "external")]
    [InlineData("script-src 'nonce-abc', script-src 'nonce-abc' 'nonce-def'", "inline nonce abc")]
    [InlineData("script-src 'nonce-def' 'nonce-abc', script-src 'nonce-abc'", "inline nonce abc")]
    [InlineData("script-src 'nonce-abc', script-src 'nonce-def'", "csp_script")]
    [InlineData("script-src 'nonce-abc', script-src 'self' 'unsafe-inline'", "inline nonce abc")]
    [InlineData("script-src 'nonce-abc', script-src 'self'", "external nonce abc")]
    [InlineData("script-src 'self', connect-src 'none'", "csp_connect")]
    public void The_form_is_one_that_all_policies_allow(string policy, string expected)
    {
        Assert.Equal(expected, Decide(new[] { policy }, Own));
    }

    [Fact]
    public void Policies_in_several_fields_all_count()
    {
        Assert.Equal("external nonce abc", Decide(new[] { "script-src 'nonce-abc'", "script-src 'self'" }, Own));
    }

    [Theory]
    [InlineData("http://localhost:8080", "script-src 'self'", "external")]
    [InlineData("http://localhost:8080", "script-src localhost:8080", "external")]
    [InlineData("http://localhost:8080", "script-src localhost", "csp_script")]
    [InlineData("http://localhost:8080", "script-src https:", "csp_script")]
    [InlineData("http://localhost:8080", "script-src http:", "external")]
    [InlineData("http://127.0.0.1:8080", "script-src 127.0.0.1:*", "external")]
    [InlineData("http://10.0.0.1", "script-src 10.0.0.1", "csp_script")]
    [InlineData("http://[::1]:8080", "script-src [::1]:8080", "csp_script")]
    [InlineData("http://[::1]:8080", "script-src 'self'", "external")]
    public void The_pages_own_origin_is_the_one_that_the_browser_sees(string own, string policy, string expected)
    {
        Assert.Equal(expected, Decide(new[] { policy }, own));
    }

    [Theory]
    [InlineData("script-src 'none'", "csp_script")]
    [InlineData("script-src 'self'", "external")]
    [InlineData("sandbox", "inline")]
    [InlineData("img-src 'self', script-src 'none'", "inline")]
    public void A_meta_element_holds_one_policy_without_a_sandbox(string content, string expected)
    {
        var policies = new List<CspPolicy>();
        Assert.True(CspPolicy.TryParseMeta(content, policies));

        Assert.Equal(expected, Decide(policies, Own));
    }

    [Fact]
    public void An_answer_with_more_policies_than_anyone_needs_is_not_looked_through()
    {
        Assert.False(CspPolicy.TryParseHeader(string.Join(',', Enumerable.Repeat("img-src *", 1000)), []));
    }

    private static string Decide(StringValues header, string own)
    {
        var snippet = SnippetTextTests.Make();
        var filled = header.Select(policy => policy!
            .Replace("$SHA256", Hash(System.Security.Cryptography.SHA256.HashData(snippet.Script), "sha256"), StringComparison.Ordinal)
            .Replace("$SHA384", Hash(System.Security.Cryptography.SHA384.HashData(snippet.Script), "SHA384"), StringComparison.Ordinal)
            .Replace("$SHA512", Hash(System.Security.Cryptography.SHA512.HashData(snippet.Script), "sha512"), StringComparison.Ordinal)
            .Replace("$URLSAFE", Hash(System.Security.Cryptography.SHA512.HashData(snippet.Script), "sha512").Replace('+', '-').Replace('/', '_'), StringComparison.Ordinal));
        var policies = new List<CspPolicy>();
        Assert.True(CspPolicy.TryParseHeader(filled.ToArray(), policies));
        return Decide(policies, own);
    }

    private static string Decide(List<CspPolicy> policies, string own)
    {
        var url = own.Split("://");
        Assert.True(SiteHost.TryParse(url[1], out var host));
        var decision = CspJudge.Decide(policies, OwnOrigin.Of(url[0], host), "/seg/assets/", "/seg/", SnippetTextTests.Make().Hashes);
        return decision.Refusal ?? (decision.Form == SnippetForm.Inline ? "inline" : "external") + (decision.Nonce is null ? string.Empty : " nonce " + decision.Nonce);
    }

    private static string Hash(byte[] hash, string algorithm) => $"'{algorithm}-{Convert.ToBase64String(hash)}'";
}
