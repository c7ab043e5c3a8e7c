using CsCheck;
using Gatehouse.Pages.Csp;
using Gatehouse.Tests.Pages.Snippet;

namespace Gatehouse.Tests.Pages.Csp;

public sealed class CspPolicyPropertyTests
{
    private static readonly string[] Words =
    [
        "script-src", "default-src", "connect-src", "script-src-elem", "sandbox", "'self'", "'nonce-", "'nonce-a'", "'", "''", "'sha256-", "'sha256-a'", ":", "://", "*", "*.", "*:",
        "a://", "a:b", "[::1]", "/", ";", ",", " ", "\t", "\u00e9", "\0", "\"", "<", "'strict-dynamic'", "'unsafe-inline'", "http://", "https:", ":99999999999",
    ];

    [Fact]
    public void Whatever_an_origin_sends_is_a_decision_and_what_goes_into_an_attribute_is_harmless()
    {
        var snippet = SnippetTextTests.Make();
        Gen.Int[0, Words.Length - 1].Select(static i => Words[i]).Array[0, 12].Select(static words => string.Concat(words)).Sample(text =>
        {
            var policies = new List<CspPolicy>();
            if (!CspPolicy.TryParseHeader(text, policies) || !CspPolicy.TryParseMeta(text, policies))
            {
                return;
            }

            var decision = CspJudge.Decide(policies, new OwnOrigin("https", "www.shop.example", 443, IsAddress: false), "/seg/assets/", "/seg/", snippet.Hashes);

            Assert.Equal(decision.Form == SnippetForm.None, decision.Refusal is not null);
            Assert.DoesNotContain(decision.Nonce ?? string.Empty, static character => !char.IsAsciiLetterOrDigit(character) && character is not ('+' or '/' or '-' or '_' or '='));
        });
    }
}
