using System.Buffers;
using Gatehouse.Html.Rewriting;
using Gatehouse.Html.Selectors;

namespace Gatehouse.Html;

/// <summary>Compiled selectors and their handlers. Immutable: any number of threads may open documents at once.</summary>
public sealed partial class HtmlRewriterProgram
{
    private readonly HtmlRewriter?[] _pool = new HtmlRewriter?[2 * Environment.ProcessorCount];
    private readonly DocumentEncoding _encoding;

    internal HtmlRewriterProgram(
        HtmlRewriterOptions options,
        string[] selectors,
        IReadOnlySet<int> once,
        HandlerTable<HtmlElement> elements,
        HandlerTable<HtmlText> texts,
        HandlerTable<HtmlComment> comments,
        Handler<HtmlDoctype>[] doctypes,
        Handler<HtmlHead>[] headStarts,
        Handler<HtmlHead>[] headEnds,
        Handler<HtmlDocumentEnd>[] ends)
    {
        Options = options;
        Selectors = SelectorProgram.Compile(selectors, out var error)
            ?? throw new HtmlSelectorException(error!.Message, error.Kind == SelectorRefusal.Unsupported);
        Elements = elements;
        Once = new ulong[elements.Mask.Length];
        foreach (var selector in once)
        {
            Once[selector / 64] |= 1UL << (selector % 64);
        }

        HasOnce = once.Count > 0;
        IsOnceOnly = HasOnce && once.Count == selectors.Length;
        IsHeadOnly = Array.TrueForAll(selectors, static selector => selector.Trim().Equals("head", StringComparison.OrdinalIgnoreCase));
        Texts = texts;
        Comments = comments;
        HasInnerHandlers = texts.HasSelectors || comments.HasSelectors;
        Doctypes = doctypes;
        HeadStarts = headStarts;
        HeadEnds = headEnds;
        HeadPlaces = (headStarts.Length > 0 ? HeadPlaces.Start : HeadPlaces.None) | (headEnds.Length > 0 ? HeadPlaces.End : HeadPlaces.None);
        Ends = ends;
        _encoding = FindEncoding(options.Encoding);
        IsAsync = AnyAsync(elements) || AnyAsync(texts) || AnyAsync(comments)
            || Array.Exists(doctypes, static handler => handler.IsAsync)
            || Array.Exists(headStarts, static handler => handler.IsAsync) || Array.Exists(headEnds, static handler => handler.IsAsync)
            || Array.Exists(ends, static handler => handler.IsAsync);
    }

    /// <summary>
    /// Whether a handler is asynchronous, so that documents are written with <see cref="HtmlRewriter.WriteAsync"/>.
    /// </summary>
    public bool IsAsync { get; }

    internal HtmlRewriterOptions Options { get; }

    internal SelectorProgram Selectors { get; }

    /// <summary>Whether only the head can match, which comes once.</summary>
    internal bool IsHeadOnly { get; }

    /// <summary>Bits of the selectors whose handlers are for the first match.</summary>
    internal ulong[] Once { get; }

    internal bool HasOnce { get; }

    internal bool IsOnceOnly { get; }

    /// <summary>Whether there are handlers for text or comments in elements.</summary>
    internal bool HasInnerHandlers { get; }

    internal HandlerTable<HtmlElement> Elements { get; }

    internal HandlerTable<HtmlText> Texts { get; }

    internal HandlerTable<HtmlComment> Comments { get; }

    internal Handler<HtmlDoctype>[] Doctypes { get; }

    internal Handler<HtmlHead>[] HeadStarts { get; }

    internal Handler<HtmlHead>[] HeadEnds { get; }

    /// <summary>The places in the head that have handlers.</summary>
    internal HeadPlaces HeadPlaces { get; }

    internal Handler<HtmlDocumentEnd>[] Ends { get; }

    /// <summary>Begins a document in the encoding of the options, written to a buffer writer.</summary>
    /// <param name="output">Where the document goes, as far as it is decided.</param>
    public HtmlRewriter Open(IBufferWriter<byte> output) => Open(output, null, null);

    /// <summary>Begins a document that is written to a buffer writer.</summary>
    /// <param name="output">Where the document goes, as far as it is decided.</param>
    /// <param name="encoding">The label of its encoding; null: that of the options.</param>
    /// <exception cref="ArgumentException">The encoding is unknown, or ASCII is not ASCII in it (UTF-16, ISO-2022-JP).</exception>
    public HtmlRewriter Open(IBufferWriter<byte> output, string? encoding) => Open(output, encoding, null);

    /// <summary>Begins a document that is written to a buffer writer, with something for its handlers.</summary>
    /// <param name="output">Where the document goes, as far as it is decided.</param>
    /// <param name="encoding">The label of its encoding; null: that of the options.</param>
    /// <param name="state">What handlers find as <see cref="HtmlUnit.State"/>.</param>
    /// <exception cref="ArgumentException">
    /// The encoding is unknown, or ASCII is not ASCII in it (UTF-16, ISO-2022-JP). A program with
    /// <see cref="HtmlRewriterOptions.IsGraceful"/> does not throw: an unknown label counts as none, and a document in one of those
    /// encodings goes out as it comes in.
    /// </exception>
    public HtmlRewriter Open(IBufferWriter<byte> output, string? encoding, object? state)
    {
        ArgumentNullException.ThrowIfNull(output);
        return Open(new HtmlOutput(output), encoding, state);
    }

    /// <summary>Begins a document in the encoding of the options, whose bytes are given to a delegate.</summary>
    /// <param name="output">Called with bytes that are decided; they are valid during the call.</param>
    public HtmlRewriter Open(Action<ReadOnlySpan<byte>> output) => Open(output, null, null);

    /// <summary>Begins a document whose bytes are given to a delegate.</summary>
    /// <param name="output">Called with bytes that are decided; they are valid during the call.</param>
    /// <param name="encoding">The label of its encoding; null: that of the options.</param>
    /// <exception cref="ArgumentException">The encoding is unknown, or ASCII is not ASCII in it (UTF-16, ISO-2022-JP).</exception>
    public HtmlRewriter Open(Action<ReadOnlySpan<byte>> output, string? encoding) => Open(output, encoding, null);

    /// <summary>Begins a document whose bytes are given to a delegate, with something for its handlers.</summary>
    /// <param name="output">Called with bytes that are decided; they are valid during the call.</param>
    /// <param name="encoding">The label of its encoding; null: that of the options.</param>
    /// <param name="state">What handlers find as <see cref="HtmlUnit.State"/>.</param>
    /// <exception cref="ArgumentException">The encoding is unknown or not supported; see the overload for a buffer writer.</exception>
    public HtmlRewriter Open(Action<ReadOnlySpan<byte>> output, string? encoding, object? state)
    {
        ArgumentNullException.ThrowIfNull(output);
        return Open(new HtmlOutput(output), encoding, state);
    }

    internal static DocumentEncoding FindEncoding(string label)
    {
        ArgumentNullException.ThrowIfNull(label);
        return DocumentEncoding.Find(label)
            ?? throw new ArgumentException($"'{label}' is no encoding in which documents can be rewritten.", nameof(label));
    }

    internal void Return(HtmlRewriter rewriter)
    {
        foreach (ref var slot in _pool.AsSpan())
        {
            if (Interlocked.CompareExchange(ref slot, rewriter, null) is null)
            {
                return;
            }
        }
    }

    private static bool AnyAsync<T>(HandlerTable<T> table) =>
        Array.Exists(table.Document, static handler => handler.IsAsync)
        || Array.Exists(table.BySelector, static handlers => Array.Exists(handlers, static handler => handler.IsAsync));

    private HtmlRewriter Open(HtmlOutput output, string? label, object? state)
    {
        var encoding = label is null ? _encoding : DocumentEncoding.Find(label);
        var isNamed = label is not null;
        if (encoding is null)
        {
            if (!Options.IsGraceful)
            {
                FindEncoding(label!);
            }

            isNamed = HtmlEncodingSniffer.FindLabel(label) is not null;
            encoding = isNamed ? null : _encoding;
        }

        var rewriter = Rent();
        rewriter.Begin(output, encoding, isNamed, state);
        return rewriter;
    }

    private HtmlRewriter Rent()
    {
        foreach (ref var slot in _pool.AsSpan())
        {
            if (Interlocked.Exchange(ref slot, null) is { } rewriter)
            {
                return rewriter;
            }
        }

        return new HtmlRewriter(this);
    }
}
