using System.ComponentModel;
using System.Runtime.CompilerServices;
using Gatehouse.Html.Rewriting;

namespace Gatehouse.Html;

/// <content>
/// Handlers that always throw. A lambda that only throws fits any delegate, and of an action and a function C# prefers the function: it
/// would be an asynchronous handler. These overloads are preferred to both, and what returns a ValueTask does not fit them.
/// </content>
public sealed partial class HtmlRewriterBuilder
{
    /// <summary>Calls a handler that always throws for each element that a selector matches.</summary>
    /// <param name="selector">A CSS selector, or several with commas between them.</param>
    /// <param name="handler">The handler.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [OverloadResolutionPriority(1)]
    public HtmlRewriterBuilder OnElement(string selector, Func<HtmlElement, HtmlNever> handler) => OnElement(selector, Handler<HtmlElement>.Throwing(handler));

    /// <summary>Calls a handler that always throws for the first element that a selector matches.</summary>
    /// <param name="selector">A CSS selector, or several with commas between them.</param>
    /// <param name="handler">The handler.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [OverloadResolutionPriority(1)]
    public HtmlRewriterBuilder OnFirstElement(string selector, Func<HtmlElement, HtmlNever> handler) => OnFirstElement(selector, Handler<HtmlElement>.Throwing(handler));

    /// <summary>Calls a handler that always throws for text in the elements that a selector matches.</summary>
    /// <param name="selector">A CSS selector, or several with commas between them.</param>
    /// <param name="handler">The handler.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [OverloadResolutionPriority(1)]
    public HtmlRewriterBuilder OnText(string selector, Func<HtmlText, HtmlNever> handler) => OnText(selector, Handler<HtmlText>.Throwing(handler));

    /// <summary>Calls a handler that always throws for comments in the elements that a selector matches.</summary>
    /// <param name="selector">A CSS selector, or several with commas between them.</param>
    /// <param name="handler">The handler.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [OverloadResolutionPriority(1)]
    public HtmlRewriterBuilder OnComment(string selector, Func<HtmlComment, HtmlNever> handler) => OnComment(selector, Handler<HtmlComment>.Throwing(handler));

    /// <summary>Calls a handler that always throws for text of the document.</summary>
    /// <param name="handler">The handler.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [OverloadResolutionPriority(1)]
    public HtmlRewriterBuilder OnText(Func<HtmlText, HtmlNever> handler) => OnText(Handler<HtmlText>.Throwing(handler));

    /// <summary>Calls a handler that always throws for comments of the document.</summary>
    /// <param name="handler">The handler.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [OverloadResolutionPriority(1)]
    public HtmlRewriterBuilder OnComment(Func<HtmlComment, HtmlNever> handler) => OnComment(Handler<HtmlComment>.Throwing(handler));

    /// <summary>Calls a handler that always throws for document type declarations.</summary>
    /// <param name="handler">The handler.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [OverloadResolutionPriority(1)]
    public HtmlRewriterBuilder OnDoctype(Func<HtmlDoctype, HtmlNever> handler) => OnDoctype(Handler<HtmlDoctype>.Throwing(handler));

    /// <summary>Calls a handler that always throws at a place in the head.</summary>
    /// <param name="position">The place.</param>
    /// <param name="handler">The handler.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [OverloadResolutionPriority(1)]
    public HtmlRewriterBuilder OnHead(HeadPosition position, Func<HtmlHead, HtmlNever> handler) => OnHead(position, Handler<HtmlHead>.Throwing(handler));

    /// <summary>Calls a handler that always throws at the end of the document.</summary>
    /// <param name="handler">The handler.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [OverloadResolutionPriority(1)]
    public HtmlRewriterBuilder OnEnd(Func<HtmlDocumentEnd, HtmlNever> handler) => OnEnd(Handler<HtmlDocumentEnd>.Throwing(handler));
}
