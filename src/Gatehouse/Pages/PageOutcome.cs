namespace Gatehouse.Pages;

/// <summary>What became of the snippet in an HTML answer: the closed list of the counter <c>gatehouse.pages</c>.</summary>
internal static class PageOutcome
{
    /// <summary>The snippet is in the page.</summary>
    public const string Injected = "injected";

    /// <summary>The request was for headers alone; the page itself would be instrumented.</summary>
    public const string HeadersOnly = "headers_only";

    /// <summary>The request does not say what it is for, and the body is a piece of a page.</summary>
    public const string Fragment = "fragment";

    /// <summary>The page ended without a place for the snippet.</summary>
    public const string NoPlace = "no_place";

    /// <summary>Making the snippet failed, which is a bug; the page went out as it came.</summary>
    public const string Failed = "failed";

    /// <summary>A single tag or comment in front of the place was longer than is held back.</summary>
    public const string TooLong = "too_long";

    /// <summary>The bytes are not ASCII-compatible: UTF-16, ISO-2022-JP and their like.</summary>
    public const string UnsupportedEncoding = "unsupported_encoding";

    /// <summary>The answer has a content coding that is not understood.</summary>
    public const string UnknownCoding = "unknown_coding";

    /// <summary>The body is not what its content coding says; it went to the browser as it came.</summary>
    public const string CorruptCoding = "corrupt_coding";

    /// <summary>The coded body broke after its beginning had been sent; the answer was cut off there.</summary>
    public const string BrokenCoding = "broken_coding";

    /// <summary>The coded body ended too early; so does what was sent.</summary>
    public const string TruncatedCoding = "truncated_coding";

    /// <summary>A policy lets no form of the snippet run.</summary>
    public const string CspScript = "csp_script";

    /// <summary>A policy lets the page not connect to its own host.</summary>
    public const string CspConnect = "csp_connect";

    /// <summary>A policy puts the page into a sandbox.</summary>
    public const string CspSandbox = "csp_sandbox";

    /// <summary>A policy demands trusted types.</summary>
    public const string CspTrustedTypes = "csp_trusted_types";

    /// <summary>There are more policies than are looked at.</summary>
    public const string CspTooMany = "csp_too_many";

    /// <summary>A script, an image or another part of a page asked for it.</summary>
    public const string NotNavigation = "not_navigation";

    /// <summary>The status is not one that is instrumented.</summary>
    public const string Status = "status";

    /// <summary>The origin forbids changes (<c>no-transform</c>).</summary>
    public const string NoTransform = "no_transform";

    /// <summary>It is a download.</summary>
    public const string Attachment = "attachment";

    /// <summary>The site's snippet is off.</summary>
    public const string Off = "off";

    /// <summary>The origin or the browser went away in between.</summary>
    public const string Aborted = "aborted";
}
