using System.Buffers;
using Gatehouse.Html.Buffers;
using Gatehouse.Html.Encodings;
using Gatehouse.Html.Simulation;
using Gatehouse.Html.Tokenizing;

namespace Gatehouse.Html;

/// <summary>
/// Puts content into the head of one HTML document while it streams by: exactly once, in the place where a browser's
/// head begins or ends, whether its tags are written or implied. All other bytes go out as they came in, in order.
/// </summary>
/// <remarks>
/// <para>Bytes leave with the chunk they came in, but for a tag or a doctype that is not complete, which is kept up to
/// <see cref="HeadInjectorOptions.MaxTail"/>. Once the place has been reached nothing is parsed any more.</para>
/// <para>An instance is for one document and one thread at a time; <see cref="Reset"/> makes it ready for another.</para>
/// </remarks>
public sealed partial class HeadInjector : IDisposable
{
    private readonly HeadInjectorOptions _options;
    private readonly Tokenizer _tokenizer = new();
    private readonly HeadTracker _head = new();
    private readonly EncodingEvidence _encoding = new();
    private IHeadContent _content;
    private PooledBuffer _tail;
    private PooledBuffer _held;
    private List<string>? _policies;
    private bool _isStarted;
    private bool _isHolding;
    private bool _isComplete;

    /// <summary>Makes an injector for one document.</summary>
    /// <param name="options">How to inject.</param>
    /// <param name="content">Asked for the content at the place, once at most.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public HeadInjector(HeadInjectorOptions options, IHeadContent content)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(content);
        _options = options;
        _content = content;
    }

    /// <summary>What became of the document so far.</summary>
    public HeadOutcome Outcome { get; private set; }

    /// <summary>
    /// Whether nothing is held any more and the rest is copied unchanged, so that the caller may stop calling
    /// <see cref="Write"/> and <see cref="Complete"/> and pass bytes on itself.
    /// </summary>
    public bool IsPassThrough => Outcome != HeadOutcome.Pending;

    internal long BytesExamined => _tokenizer.BytesExamined;

    internal long BytesMoved => _tail.BytesMoved + _held.BytesMoved;

    internal int BytesHeld => _tail.Length + _held.Length;

    /// <summary>Takes the next bytes of the document and writes those that are decided.</summary>
    /// <param name="chunk">Any number of bytes, cut anywhere. Not kept after the call.</param>
    /// <param name="output">Where decided bytes go.</param>
    /// <exception cref="ArgumentNullException"><paramref name="output"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The document is complete.</exception>
    /// <remarks>
    /// If <see cref="IHeadContent.GetContent"/> throws, all bytes up to the end of this chunk are written all the same,
    /// the outcome is <see cref="HeadOutcome.Declined"/>, and the exception goes on.
    /// </remarks>
    public void Write(ReadOnlySpan<byte> chunk, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (_isComplete)
        {
            throw new InvalidOperationException("The document is complete.");
        }

        if (IsPassThrough)
        {
            output.Write(chunk);
            return;
        }

        _encoding.Observe(chunk);
        chunk = WriteThroughTail(chunk, output);
        if (!chunk.IsEmpty)
        {
            var used = Consume(chunk, chunk.Length, output);
            Hold(chunk[used..], output);
        }
    }

    /// <summary>Ends the document and writes what is left. Further calls do nothing.</summary>
    /// <param name="output">Where the last bytes go.</param>
    /// <exception cref="ArgumentNullException"><paramref name="output"/> is null.</exception>
    /// <remarks>What <see cref="Write"/> says of exceptions holds here too.</remarks>
    public void Complete(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (_isComplete)
        {
            return;
        }

        _isComplete = true;
        if (!IsPassThrough)
        {
            CompletePending(output);
        }
    }

    /// <summary>Makes the injector ready for another document, with the same options, so that it can be pooled.</summary>
    /// <param name="content">Asked for the content of the next document.</param>
    /// <exception cref="ArgumentNullException"><paramref name="content"/> is null.</exception>
    public void Reset(IHeadContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        Dispose();
        _content = content;
        _tokenizer.Reset();
        _head.Reset();
        _policies = null;
        _isStarted = _isHolding = _isComplete = false;
        Outcome = HeadOutcome.Pending;
    }

    /// <summary>Gives rented memory back. Bytes that are still held are lost; a complete document holds none.</summary>
    public void Dispose()
    {
        _tail.Clear();
        _held.Clear();
        _encoding.Reset();
    }
}
