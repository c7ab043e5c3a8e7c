using Gatehouse.Html.Rewriting;

namespace Gatehouse.Html;

/// <summary>
/// Collects handlers and builds a program of them. For each token, handlers are called in the order in which they were
/// added, those with a selector before those for the whole document.
/// </summary>
/// <remarks>Each <see cref="Build"/> gives a program of its own; a builder is for one thread at a time, a program for all.</remarks>
public sealed partial class HtmlRewriterBuilder
{
    private readonly HtmlRewriterOptions _options;
    private readonly List<string> _selectors = [];
    private readonly HashSet<int> _once = [];
    private readonly List<(int Selector, Handler<HtmlElement> Handler)> _elements = [];
    private readonly List<(int Selector, Handler<HtmlText> Handler)> _texts = [];
    private readonly List<(int Selector, Handler<HtmlComment> Handler)> _comments = [];
    private readonly List<Handler<HtmlDoctype>> _doctypes = [];
    private readonly List<Handler<HtmlHead>> _headStarts = [];
    private readonly List<Handler<HtmlHead>> _headEnds = [];
    private readonly List<Handler<HtmlDocumentEnd>> _ends = [];

    /// <summary>Makes a builder with default options.</summary>
    public HtmlRewriterBuilder()
        : this(new HtmlRewriterOptions())
    {
    }

    /// <summary>Makes a builder.</summary>
    /// <param name="options">How the rewriters work.</param>
    /// <exception cref="ArgumentException">The encoding is unknown, or ASCII is not ASCII in it (UTF-16, ISO-2022-JP).</exception>
    public HtmlRewriterBuilder(HtmlRewriterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        HtmlRewriterProgram.FindEncoding(options.Encoding);
        _options = options;
    }

    /// <summary>Calls a handler for each element that a selector matches.</summary>
    /// <param name="selector">A CSS selector, or several with commas between them.</param>
    /// <param name="handler">The handler.</param>
    public HtmlRewriterBuilder OnElement(string selector, Action<HtmlElement> handler) =>
        Add(_elements, selector, new(handler ?? throw new ArgumentNullException(nameof(handler)), null));

    /// <summary>Awaits a handler for each element that a selector matches.</summary>
    /// <param name="selector">A CSS selector, or several with commas between them.</param>
    /// <param name="handler">The handler.</param>
    public HtmlRewriterBuilder OnElement(string selector, Func<HtmlElement, ValueTask> handler) =>
        Add(_elements, selector, new(null, handler ?? throw new ArgumentNullException(nameof(handler))));

    /// <summary>
    /// Calls a handler for the first element that a selector matches. When all handlers of a program are of this kind and have
    /// been called, the rest of a document is copied without being looked at.
    /// </summary>
    /// <param name="selector">A CSS selector, or several with commas between them.</param>
    /// <param name="handler">The handler.</param>
    public HtmlRewriterBuilder OnFirstElement(string selector, Action<HtmlElement> handler) =>
        AddOnce(selector, new(handler ?? throw new ArgumentNullException(nameof(handler)), null));

    /// <summary>
    /// Awaits a handler for the first element that a selector matches. When all handlers of a program are of this kind and
    /// have been called, the rest of a document is copied without being looked at.
    /// </summary>
    /// <param name="selector">A CSS selector, or several with commas between them.</param>
    /// <param name="handler">The handler.</param>
    public HtmlRewriterBuilder OnFirstElement(string selector, Func<HtmlElement, ValueTask> handler) =>
        AddOnce(selector, new(null, handler ?? throw new ArgumentNullException(nameof(handler))));

    /// <summary>Calls a handler for each chunk of text in the elements that a selector matches, at any depth.</summary>
    /// <param name="selector">A CSS selector, or several with commas between them.</param>
    /// <param name="handler">The handler.</param>
    public HtmlRewriterBuilder OnText(string selector, Action<HtmlText> handler) =>
        Add(_texts, selector, new(handler ?? throw new ArgumentNullException(nameof(handler)), null));

    /// <summary>Awaits a handler for each chunk of text in the elements that a selector matches, at any depth.</summary>
    /// <param name="selector">A CSS selector, or several with commas between them.</param>
    /// <param name="handler">The handler.</param>
    public HtmlRewriterBuilder OnText(string selector, Func<HtmlText, ValueTask> handler) =>
        Add(_texts, selector, new(null, handler ?? throw new ArgumentNullException(nameof(handler))));

    /// <summary>Calls a handler for each comment in the elements that a selector matches, at any depth.</summary>
    /// <param name="selector">A CSS selector, or several with commas between them.</param>
    /// <param name="handler">The handler.</param>
    public HtmlRewriterBuilder OnComment(string selector, Action<HtmlComment> handler) =>
        Add(_comments, selector, new(handler ?? throw new ArgumentNullException(nameof(handler)), null));

    /// <summary>Awaits a handler for each comment in the elements that a selector matches, at any depth.</summary>
    /// <param name="selector">A CSS selector, or several with commas between them.</param>
    /// <param name="handler">The handler.</param>
    public HtmlRewriterBuilder OnComment(string selector, Func<HtmlComment, ValueTask> handler) =>
        Add(_comments, selector, new(null, handler ?? throw new ArgumentNullException(nameof(handler))));

    /// <summary>Calls a handler for each chunk of text of the document.</summary>
    /// <param name="handler">The handler.</param>
    public HtmlRewriterBuilder OnText(Action<HtmlText> handler) =>
        Add(_texts, null, new(handler ?? throw new ArgumentNullException(nameof(handler)), null));

    /// <summary>Awaits a handler for each chunk of text of the document.</summary>
    /// <param name="handler">The handler.</param>
    public HtmlRewriterBuilder OnText(Func<HtmlText, ValueTask> handler) =>
        Add(_texts, null, new(null, handler ?? throw new ArgumentNullException(nameof(handler))));

    /// <summary>Calls a handler for each comment of the document.</summary>
    /// <param name="handler">The handler.</param>
    public HtmlRewriterBuilder OnComment(Action<HtmlComment> handler) =>
        Add(_comments, null, new(handler ?? throw new ArgumentNullException(nameof(handler)), null));

    /// <summary>Awaits a handler for each comment of the document.</summary>
    /// <param name="handler">The handler.</param>
    public HtmlRewriterBuilder OnComment(Func<HtmlComment, ValueTask> handler) =>
        Add(_comments, null, new(null, handler ?? throw new ArgumentNullException(nameof(handler))));

    /// <summary>Calls a handler for each document type declaration.</summary>
    /// <param name="handler">The handler.</param>
    public HtmlRewriterBuilder OnDoctype(Action<HtmlDoctype> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _doctypes.Add(new(handler, null));
        return this;
    }

    /// <summary>Awaits a handler for each document type declaration.</summary>
    /// <param name="handler">The handler.</param>
    public HtmlRewriterBuilder OnDoctype(Func<HtmlDoctype, ValueTask> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _doctypes.Add(new(null, handler));
        return this;
    }

    /// <summary>
    /// Calls a handler at a place in the head of the document as a browser finds it, whether the head's tags are written or implied;
    /// once at most, and only if content can stand there. When all handlers of a program are of this kind and have been called, the
    /// rest of a document is copied without being looked at. <see cref="HtmlRewriter.Head"/> says what became of the place.
    /// </summary>
    /// <param name="position">The place.</param>
    /// <param name="handler">The handler.</param>
    public HtmlRewriterBuilder OnHead(HeadPosition position, Action<HtmlHead> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        (position == HeadPosition.Start ? _headStarts : _headEnds).Add(new(handler, null));
        return this;
    }

    /// <summary>
    /// Awaits a handler at a place in the head of the document; otherwise as
    /// <see cref="OnHead(HeadPosition, Action{HtmlHead})"/>.
    /// </summary>
    /// <param name="position">The place.</param>
    /// <param name="handler">The handler.</param>
    public HtmlRewriterBuilder OnHead(HeadPosition position, Func<HtmlHead, ValueTask> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        (position == HeadPosition.Start ? _headStarts : _headEnds).Add(new(null, handler));
        return this;
    }

    /// <summary>Calls a handler at the end of the document.</summary>
    /// <param name="handler">The handler.</param>
    public HtmlRewriterBuilder OnEnd(Action<HtmlDocumentEnd> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _ends.Add(new(handler, null));
        return this;
    }

    /// <summary>Awaits a handler at the end of the document.</summary>
    /// <param name="handler">The handler.</param>
    public HtmlRewriterBuilder OnEnd(Func<HtmlDocumentEnd, ValueTask> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _ends.Add(new(null, handler));
        return this;
    }

    /// <summary>Compiles the selectors and builds a program.</summary>
    /// <exception cref="HtmlSelectorException">A selector is none, or is not supported.</exception>
    public HtmlRewriterProgram Build() => new(
        _options,
        [.. _selectors],
        _once,
        Table(_elements),
        Table(_texts),
        Table(_comments),
        [.. _doctypes],
        [.. _headStarts],
        [.. _headEnds],
        [.. _ends]);

    private HtmlRewriterBuilder AddOnce(string selector, Handler<HtmlElement> handler)
    {
        ArgumentNullException.ThrowIfNull(selector);
        _selectors.Add(selector);
        _once.Add(_selectors.Count - 1);
        _elements.Add((_selectors.Count - 1, handler));
        return this;
    }

    private HtmlRewriterBuilder Add<T>(List<(int, Handler<T>)> to, string? selector, Handler<T> handler)
    {
        if (selector is null)
        {
            to.Add((-1, handler));
            return this;
        }

        // The same selector twice in a row is matched once; further apart it would change the order of handlers.
        if (_selectors.Count == 0 || _selectors[^1] != selector || _once.Contains(_selectors.Count - 1))
        {
            _selectors.Add(selector);
        }

        to.Add((_selectors.Count - 1, handler));
        return this;
    }

    private HandlerTable<T> Table<T>(List<(int Selector, Handler<T> Handler)> handlers)
    {
        var bySelector = new Handler<T>[_selectors.Count][];
        var mask = new ulong[(_selectors.Count + 63) / 64];
        for (var i = 0; i < bySelector.Length; i++)
        {
            bySelector[i] = [.. handlers.Where(entry => entry.Selector == i).Select(static entry => entry.Handler)];
            mask[i / 64] |= bySelector[i].Length > 0 ? 1UL << (i % 64) : 0;
        }

        return new HandlerTable<T>
        {
            BySelector = bySelector,
            Mask = mask,
            Document = [.. handlers.Where(static entry => entry.Selector < 0).Select(static entry => entry.Handler)],
        };
    }
}
