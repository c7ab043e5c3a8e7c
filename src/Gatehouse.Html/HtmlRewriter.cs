using Gatehouse.Html.Buffers;
using Gatehouse.Html.Rewriting;
using Gatehouse.Html.Selectors;
using Gatehouse.Html.Simulation;
using Gatehouse.Html.Tokenizing;

namespace Gatehouse.Html;

/// <summary>
/// Rewrites one HTML document while it streams by: calls the handlers of its program, and writes what they make of it. What
/// no handler changes goes out as the same bytes.
/// </summary>
/// <remarks>For one document and one thread at a time. <see cref="Dispose"/> gives it back to its program's pool.</remarks>
public sealed partial class HtmlRewriter : IDisposable
{
    private readonly HtmlRewriterProgram _program;
    private readonly Tokenizer _tokenizer = new();
    private readonly OpenElements _open = new();
    private readonly SelectorMatcher _matcher;
    private readonly ContentWriter _writer = new();
    private readonly HtmlElement _element;
    private readonly HtmlEndTag _endTag;
    private readonly HtmlText _text;
    private readonly HtmlComment _comment;
    private readonly HtmlDoctype _doctype;
    private readonly HtmlHead _head;
    private readonly HtmlDocumentEnd _end;
    private PooledBuffer _tail;
    private PooledBuffer _made;
    private HtmlOutput _output;
    private State _state;

    internal HtmlRewriter(HtmlRewriterProgram program)
    {
        _program = program;
        _matcher = new SelectorMatcher(program.Selectors);
        _matches = new ulong[program.Elements.Mask.Length];
        _spent = new ulong[_matches.Length];
        _activeTexts = new int[program.Texts.BySelector.Length];
        _activeComments = new int[program.Comments.BySelector.Length];
        _element = new HtmlElement(this, _writer);
        _endTag = new HtmlEndTag(_writer);
        _text = new HtmlText(_writer);
        _comment = new HtmlComment(_writer);
        _doctype = new HtmlDoctype(_writer);
        _head = new HtmlHead(_writer);
        _end = new HtmlDocumentEnd(_writer);
        _seeker = program.HeadPlaces == HeadPlaces.None ? null : new HeadSeeker(program.HeadPlaces, program.Options.LeavesFragments);
    }

    private enum State : byte
    {
        /// <summary>In the pool.</summary>
        Closed,

        /// <summary>At work.</summary>
        Open,

        /// <summary>Nothing can change any more: bytes are passed on.</summary>
        Copying,

        /// <summary>The document has ended.</summary>
        Ended,

        /// <summary>An error has reached the caller.</summary>
        Dead,
    }

    /// <summary>What went wrong with this document; in graceful mode nothing else says so.</summary>
    public HtmlTrouble Trouble { get; private set; }

    /// <summary>
    /// Whether nothing is held back any more and nothing that comes can be changed, so that who writes may pass the rest on without
    /// this rewriter, and need not end it.
    /// </summary>
    public bool IsPassThrough => _state == State.Copying && (_program.Ends.Length == 0 || Trouble != HtmlTrouble.None);

    /// <summary>What a handler threw, in graceful mode; null: nothing.</summary>
    public Exception? HandlerException { get; private set; }

    internal long BytesExamined => _tokenizer.BytesExamined;

    internal long BytesMoved => _tail.BytesMoved + _held.BytesMoved;

    internal int BytesHeld => _tail.Length + _held.Length;

    internal long Steps => _open.Steps;

    /// <summary>Takes the next bytes of the document and writes those that are decided.</summary>
    /// <param name="chunk">Any number of bytes, cut anywhere. Not kept after the call.</param>
    /// <exception cref="HtmlRewriterException">The document cannot be rewritten to its end.</exception>
    /// <exception cref="InvalidOperationException">
    /// The document has ended, or died of an earlier error; or the program has asynchronous handlers.
    /// </exception>
    public void Write(ReadOnlySpan<byte> chunk)
    {
        MustBeSync();
        WriteNow(chunk);
    }

    /// <summary>Ends the document and writes what is left.</summary>
    /// <exception cref="HtmlRewriterException">The document cannot be rewritten to its end.</exception>
    /// <exception cref="InvalidOperationException">
    /// The document has ended, or died of an earlier error; or the program has asynchronous handlers.
    /// </exception>
    public void End()
    {
        MustBeSync();
        MayWrite();
        try
        {
            EndOpen();
        }
        catch (Exception failure) when (_state != State.Dead)
        {
            Fail(failure);
            throw;
        }
    }

    /// <summary>
    /// Gives the rewriter back to its program. What a document that was not ended still held is lost. From then on it may be another
    /// document's, so nothing may be done with it afterwards.
    /// </summary>
    public void Dispose()
    {
        if (_state == State.Closed)
        {
            return;
        }

        _state = State.Closed;
        _output = default;
        HandlerException = null;
        _tail.Clear();
        _made.Clear();
        _writer.Clear();
        _writer.State = null;
        ReleaseUnits();
        ReleaseHead();
        _program.Return(this);
    }

    /// <param name="output">Where the document goes.</param>
    /// <param name="encoding">How content is written; null: the document is in an encoding that is not supported, unless a mark says otherwise.</param>
    /// <param name="isNamed">Whether the encoding was named for this document.</param>
    /// <param name="state">What handlers are to find.</param>
    internal void Begin(HtmlOutput output, DocumentEncoding? encoding, bool isNamed, object? state)
    {
        _output = output;
        _isRefused = encoding is null;
        encoding ??= DocumentEncoding.Utf8;
        _writer.Encoding = encoding;
        _writer.State = state;
        _tokenizer.Reset();
        _open.Reset();
        _matcher.Reset(encoding.IfNotUtf8);
        Trouble = HtmlTrouble.None;
        _state = State.Open;
        BeginUnits();
        BeginHead(isNamed ? encoding.Name : null);
    }

    internal void MustAwait()
    {
        if (!_program.IsAsync)
        {
            throw new InvalidOperationException("The program has no asynchronous handler, so nobody would await this one.");
        }
    }

    private void WriteNow(ReadOnlySpan<byte> chunk)
    {
        if (!MayWrite())
        {
            _output.Write(chunk);
            return;
        }

        try
        {
            WriteOpen(chunk);
        }
        catch (Exception failure) when (_state != State.Dead)
        {
            Fail(failure);
            throw;
        }
    }

    private void MustBeSync()
    {
        if (_program.IsAsync)
        {
            throw new InvalidOperationException("The program has asynchronous handlers: use WriteAsync and EndAsync.");
        }
    }

    /// <returns>Whether there is work to do; if not, bytes are passed on.</returns>
    private bool MayWrite() => _state switch
    {
        State.Open => true,
        State.Copying => false,
        State.Closed => throw new ObjectDisposedException(nameof(HtmlRewriter)),
        State.Ended => throw new InvalidOperationException("The document has ended."),
        _ => throw new InvalidOperationException("The rewriter has failed before."),
    };
}
