namespace Gatehouse.Pages.Csp;

/// <summary>One source list, asked what the snippet needs to know.</summary>
internal readonly ref struct CspSourceList
{
    private readonly ReadOnlySpan<char> _text;
    private readonly bool _unsafeInline;
    private readonly bool _strictDynamic;
    private readonly bool _hasNonceOrHash;

    public CspSourceList(string text)
    {
        _text = text;
        var rest = _text;
        for (var token = CspText.NextToken(ref rest); !token.IsEmpty; token = CspText.NextToken(ref rest))
        {
            _unsafeInline |= token.Equals("'unsafe-inline'", StringComparison.OrdinalIgnoreCase);
            _strictDynamic |= token.Equals("'strict-dynamic'", StringComparison.OrdinalIgnoreCase);
            _hasNonceOrHash |= CspText.TryReadNonce(token, out _) || CspText.IsHash(token);
        }
    }

    /// <summary>
    /// Whether an inline script element may run: by <c>'unsafe-inline'</c> that nothing overrides (CSP3, 6.7.3.2), by its nonce or
    /// by the hash of its text (6.7.3.3).
    /// </summary>
    public bool AllowsInline(ReadOnlySpan<char> nonce, SnippetHashes hashes) =>
        (_unsafeInline && !_hasNonceOrHash && !_strictDynamic) || HasNonce(nonce) || HasHash(hashes);

    /// <summary>Whether a script element that stands in the page may load from the page's own origin (6.7.1.1).</summary>
    public bool AllowsScriptInPage(ReadOnlySpan<char> nonce, in OwnOrigin own, string folder) =>
        HasNonce(nonce) || (!_strictDynamic && Allows(own, folder));

    /// <summary>Whether a script element that a running script inserts may load from the page's own origin: strict-dynamic trusts it.</summary>
    public bool AllowsInsertedScript(ReadOnlySpan<char> nonce, in OwnOrigin own, string folder) =>
        _strictDynamic || HasNonce(nonce) || Allows(own, folder);

    /// <summary>Whether a URL below a path of the page's own origin matches (6.7.2.7).</summary>
    public bool Allows(in OwnOrigin own, string folder)
    {
        var rest = _text;
        for (var token = CspText.NextToken(ref rest); !token.IsEmpty; token = CspText.NextToken(ref rest))
        {
            if (CspSource.Allows(token, own, folder))
            {
                return true;
            }
        }

        return false;
    }

    private bool HasNonce(ReadOnlySpan<char> nonce)
    {
        if (nonce.IsEmpty)
        {
            return false;
        }

        var rest = _text;
        for (var token = CspText.NextToken(ref rest); !token.IsEmpty; token = CspText.NextToken(ref rest))
        {
            if (CspText.TryReadNonce(token, out var listed) && listed.SequenceEqual(nonce))
            {
                return true;
            }
        }

        return false;
    }

    private bool HasHash(SnippetHashes hashes)
    {
        var rest = _text;
        for (var token = CspText.NextToken(ref rest); !token.IsEmpty; token = CspText.NextToken(ref rest))
        {
            if (CspText.IsHash(token) && hashes.Contains(token))
            {
                return true;
            }
        }

        return false;
    }
}
