namespace Gatehouse.Html;

/// <summary>A selector cannot be used. The message names the part and the reason.</summary>
public sealed class HtmlSelectorException : Exception
{
    internal HtmlSelectorException(string message, bool isUnsupported)
        : base(message) => IsUnsupported = isUnsupported;

    /// <summary>Whether it is a selector, but one that is not supported here; if not, it is none at all.</summary>
    public bool IsUnsupported { get; }
}
