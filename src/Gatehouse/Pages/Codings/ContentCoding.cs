namespace Gatehouse.Pages.Codings;

/// <summary>How a body is coded (RFC 9110, 8.4.1).</summary>
internal enum ContentCoding
{
    /// <summary>Not at all.</summary>
    Identity,

    /// <summary><c>gzip</c>, <c>x-gzip</c>.</summary>
    Gzip,

    /// <summary><c>br</c>.</summary>
    Brotli,

    /// <summary><c>deflate</c>: zlib's format, and raw deflate from servers that took the name literally.</summary>
    Deflate,

    /// <summary><c>zstd</c>.</summary>
    Zstandard,

    /// <summary>Something else, or several codings one over the other.</summary>
    Unknown,
}
