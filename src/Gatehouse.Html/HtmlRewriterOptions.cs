namespace Gatehouse.Html;

/// <summary>How an <see cref="HtmlRewriter"/> works. Immutable; one instance may serve any number of builders.</summary>
public sealed class HtmlRewriterOptions
{
    private const int SmallestMemory = 1024;
    private readonly int _maxMemory = 64 * 1024;

    /// <summary>
    /// The label of the documents' encoding after the Encoding standard, such as <c>utf-8</c> or <c>latin1</c>. Default:
    /// <c>utf-8</c>. <see cref="HtmlRewriterProgram.Open(System.Buffers.IBufferWriter{byte}, string)"/> can name another
    /// for one document. <see cref="HtmlEncodingSniffer"/> finds it.
    /// </summary>
    public string Encoding { get; init; } = "utf-8";

    /// <summary>
    /// How many bytes may be held back for one document at most, at least 1024. Default: 65,536. What counts is a tag,
    /// doctype or comment that is not complete yet, the stack of open elements, and content that handlers put in until it
    /// is written. Beyond it the document is in <see cref="HtmlTrouble.TooLong"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1024.</exception>
    public int MaxMemory
    {
        get => _maxMemory;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, SmallestMemory);
            _maxMemory = value;
        }
    }

    /// <summary>
    /// Whether handlers for the head are not called in a body that shows no doctype and no html, head, title, meta, link or body
    /// start tag before the place where its head would end: a part of a page, fetched by a script. Default: false, they are called
    /// in every document, because browsers make a head for every document. What follows the start of a head is held back until it
    /// is clear whether the body is a page, within <see cref="MaxMemory"/>.
    /// </summary>
    public bool LeavesFragments { get; init; }

    /// <summary>
    /// Whether to refuse tags of which no stream can know whether a parser takes what follows for text (a style in a
    /// select, for example). Default: false, they are taken as the HTML standard takes them today.
    /// </summary>
    public bool IsStrict { get; init; }

    /// <summary>
    /// Whether a document that meets trouble goes on unchanged instead of throwing. Default: false. From the token at which
    /// it came all bytes go out as they came in, and <see cref="HtmlRewriter.Trouble"/> says what happened.
    /// </summary>
    public bool IsGraceful { get; init; }
}
