namespace Gatehouse.Html;

/// <summary>A document cannot be rewritten to its end. The rewriter is dead.</summary>
public sealed class HtmlRewriterException : Exception
{
    internal HtmlRewriterException(HtmlTrouble trouble, string message)
        : base(message) => Trouble = trouble;

    /// <summary>What happened.</summary>
    public HtmlTrouble Trouble { get; }
}
