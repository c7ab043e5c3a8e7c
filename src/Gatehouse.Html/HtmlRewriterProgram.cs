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
        Ends = ends;
        _encoding = FindEncoding(options.Encoding);
        IsAsync = AnyAsync(elements) || AnyAsync(texts) || AnyAsync(comments)
            || Array.Exists(doctypes, static handler => handler.IsAsync) || Array.Exists(ends, static handler => handler.IsAsync);
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

    internal Handler<HtmlDocumentEnd>[] Ends { get; }

    /// <summary>Begins a document in the encoding of the options, written to a buffer writer.</summary>
    /// <param name="output">Where the document goes, as far as it is decided.</param>
    public HtmlRewriter Open(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return Open(new HtmlOutput(output), _encoding);
    }

    /// <summary>Begins a document that is written to a buffer writer.</summary>
    /// <param name="output">Where the document goes, as far as it is decided.</param>
    /// <param name="encoding">The label of its encoding.</param>
    /// <exception cref="ArgumentException">The encoding is unknown, or ASCII is not ASCII in it (UTF-16, ISO-2022-JP).</exception>
    public HtmlRewriter Open(IBufferWriter<byte> output, string encoding)
    {
        ArgumentNullException.ThrowIfNull(output);
        return Open(new HtmlOutput(output), FindEncoding(encoding));
    }

    /// <summary>Begins a document in the encoding of the options, whose bytes are given to a delegate.</summary>
    /// <param name="output">Called with bytes that are decided; they are valid during the call.</param>
    public HtmlRewriter Open(Action<ReadOnlySpan<byte>> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return Open(new HtmlOutput(output), _encoding);
    }

    /// <summary>Begins a document whose bytes are given to a delegate.</summary>
    /// <param name="output">Called with bytes that are decided; they are valid during the call.</param>
    /// <param name="encoding">The label of its encoding.</param>
    /// <exception cref="ArgumentException">The encoding is unknown, or ASCII is not ASCII in it (UTF-16, ISO-2022-JP).</exception>
    public HtmlRewriter Open(Action<ReadOnlySpan<byte>> output, string encoding)
    {
        ArgumentNullException.ThrowIfNull(output);
        return Open(new HtmlOutput(output), FindEncoding(encoding));
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

    private HtmlRewriter Open(HtmlOutput output, DocumentEncoding encoding)
    {
        var rewriter = Rent();
        rewriter.Begin(output, encoding);
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
