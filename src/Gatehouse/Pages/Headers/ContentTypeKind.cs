namespace Gatehouse.Pages.Headers;

/// <summary>What a Content-Type says to the edge.</summary>
internal enum ContentTypeKind
{
    /// <summary>Not a page.</summary>
    Other,

    /// <summary><c>text/html</c>.</summary>
    Html,

    /// <summary><c>application/xhtml+xml</c>.</summary>
    Xhtml,

    /// <summary>A page in an encoding that is no superset of ASCII.</summary>
    UnsupportedEncoding,
}
