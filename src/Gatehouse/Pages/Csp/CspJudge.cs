namespace Gatehouse.Pages.Csp;

/// <summary>
/// Finds a form in which everything that the snippet starts can run under all of a page's policies: the snippet, the scripts that it
/// inserts, and their connections to the page's own host. Policies are never changed, so what no policy allows is not done.
/// </summary>
internal static class CspJudge
{
    // A page has one nonce, now and then two; a list of many is not looked through to its end.
    private const int MostNonces = 8;

    /// <summary>The best form: inline before external, without a nonce before with one.</summary>
    /// <param name="policies">All policies that are enforced on the page.</param>
    /// <param name="own">The page's origin.</param>
    /// <param name="assets">Path below which all scripts stand, with slashes at both ends.</param>
    /// <param name="calls">Path below which everything is that scripts call, with slashes at both ends.</param>
    /// <param name="hashes">The hashes of the inline text.</param>
    public static CspDecision Decide(IReadOnlyList<CspPolicy> policies, in OwnOrigin own, string assets, string calls, SnippetHashes hashes)
    {
        foreach (var policy in policies)
        {
            if (policy.IsSandboxed)
            {
                return CspDecision.Refuse(PageOutcome.CspSandbox);
            }

            if (policy.RequiresTrustedTypes)
            {
                return CspDecision.Refuse(PageOutcome.CspTrustedTypes);
            }

            if (policy.ConnectSources is { } connect && !new CspSourceList(connect).Allows(own, calls))
            {
                return CspDecision.Refuse(PageOutcome.CspConnect);
            }
        }

        var nonces = NoncesOf(policies);
        return Find(SnippetForm.Inline, policies, nonces, own, assets, hashes)
            ?? Find(SnippetForm.External, policies, nonces, own, assets, hashes)
            ?? CspDecision.Refuse(PageOutcome.CspScript);
    }

    private static CspDecision? Find(SnippetForm form, IReadOnlyList<CspPolicy> policies, IReadOnlyList<string> nonces, in OwnOrigin own, string assets, SnippetHashes hashes)
    {
        if (AllAllow(form, null, policies, own, assets, hashes))
        {
            return CspDecision.Allow(form, null);
        }

        foreach (var nonce in nonces)
        {
            if (AllAllow(form, nonce, policies, own, assets, hashes))
            {
                return CspDecision.Allow(form, nonce);
            }
        }

        return null;
    }

    private static bool AllAllow(SnippetForm form, string? nonce, IReadOnlyList<CspPolicy> policies, in OwnOrigin own, string assets, SnippetHashes hashes)
    {
        foreach (var policy in policies)
        {
            if (policy.ScriptSources is not { } text)
            {
                continue;
            }

            var sources = new CspSourceList(text);
            var snippet = form == SnippetForm.Inline ? sources.AllowsInline(nonce, hashes) : sources.AllowsScriptInPage(nonce, own, assets);
            if (!snippet || !sources.AllowsInsertedScript(nonce, own, assets))
            {
                return false;
            }
        }

        return true;
    }

    private static List<string> NoncesOf(IReadOnlyList<CspPolicy> policies)
    {
        var nonces = new List<string>();
        foreach (var policy in policies)
        {
            var rest = policy.ScriptSources.AsSpan();
            for (var token = CspText.NextToken(ref rest); !token.IsEmpty && nonces.Count < MostNonces; token = CspText.NextToken(ref rest))
            {
                if (CspText.TryReadNonce(token, out var nonce) && !Contains(nonces, nonce))
                {
                    nonces.Add(nonce.ToString());
                }
            }
        }

        return nonces;
    }

    private static bool Contains(List<string> nonces, ReadOnlySpan<char> nonce)
    {
        foreach (var known in nonces)
        {
            if (nonce.SequenceEqual(known))
            {
                return true;
            }
        }

        return false;
    }
}
