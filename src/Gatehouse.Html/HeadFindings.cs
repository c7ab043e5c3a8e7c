namespace Gatehouse.Html;

/// <summary>What was seen of a document before the place of injection.</summary>
public readonly struct HeadFindings
{
    private readonly IReadOnlyList<string>? _contentSecurityPolicies;

    /// <summary>
    /// The policies that meta elements of the head declared so far
    /// (<c>&lt;meta http-equiv="content-security-policy"&gt;</c>), with character references decoded, in order.
    /// Empty when there are none; policies of response headers are not among them.
    /// </summary>
    public IReadOnlyList<string> ContentSecurityPolicies
    {
        get => _contentSecurityPolicies ?? [];
        init => _contentSecurityPolicies = value;
    }

    /// <summary>
    /// The name of the document's encoding as the Encoding standard writes it; null when nothing seen so far declares
    /// one. The last declaration may still follow the place.
    /// </summary>
    public string? Encoding { get; init; }

    /// <summary>
    /// Whether the head's start tag stands in the document. False: the head is implied, as the HTML parser does it and
    /// an XML parser does not.
    /// </summary>
    public bool IsHeadWritten { get; init; }
}
