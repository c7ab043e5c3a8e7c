using Microsoft.Extensions.Primitives;

namespace Gatehouse.Pages.Csp;

/// <summary>What one enforcing Content-Security-Policy says of the things that the snippet needs (CSP Level 3).</summary>
internal sealed class CspPolicy
{
    // Policies beyond this many in one answer are somebody's mistake or attack: whoever sends them gets no snippet.
    private const int Most = 16;

    private string? _defaultSources;
    private string? _scriptSources;
    private string? _scriptElementSources;
    private string? _connectSources;

    private CspPolicy()
    {
    }

    /// <summary>The source list that script elements answer to: script-src-elem, else script-src, else default-src (CSP3, 6.8.4). Null: any script may run.</summary>
    public string? ScriptSources => _scriptElementSources ?? _scriptSources ?? _defaultSources;

    /// <summary>The source list that fetches by script answer to: connect-src, else default-src. Null: any.</summary>
    public string? ConnectSources => _connectSources ?? _defaultSources;

    /// <summary>Whether the document is sandboxed in a way that scripts do not run in it, or run as a stranger to its own origin.</summary>
    public bool IsSandboxed { get; private set; }

    /// <summary>Whether a script's URL may be set by trusted types only, which needs a policy that the page has to create.</summary>
    public bool RequiresTrustedTypes { get; private set; }

    /// <summary>Reads all policies of a Content-Security-Policy header: several fields, each a list with commas (CSP3, 2.2.2). False: more than can be looked at.</summary>
    public static bool TryParseHeader(StringValues header, List<CspPolicy> policies)
    {
        foreach (var field in header)
        {
            foreach (var range in field.AsSpan().Split(','))
            {
                if (policies.Count == Most)
                {
                    return false;
                }

                policies.Add(Parse(field.AsSpan()[range], isMeta: false));
            }
        }

        return true;
    }

    /// <summary>Reads the content of a meta element, which is one policy whatever commas are in it. False: more than can be looked at.</summary>
    public static bool TryParseMeta(string content, List<CspPolicy> policies)
    {
        if (policies.Count == Most)
        {
            return false;
        }

        policies.Add(Parse(content, isMeta: true));
        return true;
    }

    /// <summary>Parses a serialized policy (CSP3, 2.2.1). What is not understood is passed over, as browsers do.</summary>
    private static CspPolicy Parse(ReadOnlySpan<char> serialized, bool isMeta)
    {
        var policy = new CspPolicy();
        foreach (var range in serialized.Split(';'))
        {
            var directive = Trim(serialized[range]);
            if (directive.IsEmpty || !System.Text.Ascii.IsValid(directive))
            {
                continue;
            }

            var nameEnd = directive.IndexOfAny(CspText.Whitespace);
            var name = nameEnd < 0 ? directive : directive[..nameEnd];
            policy.Take(name, nameEnd < 0 ? default : directive[nameEnd..], isMeta);
        }

        return policy;
    }

    /// <summary>Takes a directive. The first of a name counts, later ones are ignored.</summary>
    private void Take(ReadOnlySpan<char> name, ReadOnlySpan<char> value, bool isMeta)
    {
        if (Is(name, "script-src-elem"))
        {
            _scriptElementSources ??= value.ToString();
        }
        else if (Is(name, "script-src"))
        {
            _scriptSources ??= value.ToString();
        }
        else if (Is(name, "default-src"))
        {
            _defaultSources ??= value.ToString();
        }
        else if (Is(name, "connect-src"))
        {
            _connectSources ??= value.ToString();
        }
        else if (Is(name, "require-trusted-types-for"))
        {
            RequiresTrustedTypes |= CspText.HasToken(value, "'script'");
        }
        else if (!isMeta && Is(name, "sandbox"))
        {
            // A sandbox in a meta element is ignored (CSP3, 3.3).
            IsSandboxed |= !CspText.HasToken(value, "allow-scripts") || !CspText.HasToken(value, "allow-same-origin");
        }
    }

    private static bool Is(ReadOnlySpan<char> name, string known) => name.Equals(known, StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text) => text.Trim(CspText.WhitespaceCharacters);
}
