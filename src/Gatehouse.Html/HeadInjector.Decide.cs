using System.Buffers;
using System.Text;
using Gatehouse.Html.Encodings;
using Gatehouse.Html.Tokenizing;

namespace Gatehouse.Html;

/// <content>What happens at the place, and at the end.</content>
public sealed partial class HeadInjector
{
    private void CompletePending(IBufferWriter<byte> output)
    {
        // What is left is less than a byte order mark, or one token that is not complete.
        if (_isStarted || TryStart(_tail.Span, isLast: true, out _, output))
        {
            var used = Consume(_tail.Span, _tail.Length, output);
            if (!IsPassThrough)
            {
                End(_tail.Span[used..], output);
            }
        }

        _tail.Clear();
    }

    /// <summary>
    /// The end of the file opens and closes what is left to open and close. A tag that is cut off is dropped by
    /// browsers, so the place is before it; what is open and would swallow the content is another matter.
    /// </summary>
    private void End(ReadOnlySpan<byte> rest, IBufferWriter<byte> output)
    {
        if (_options.LeaveFragments && !_head.IsDocument)
        {
            Finish(HeadOutcome.Fragment, default, rest, output);
        }
        else if (_tokenizer.IsInDeclaration || _head.IsInsideElement)
        {
            Finish(HeadOutcome.NoPlace, default, rest, output);
        }
        else
        {
            Inject(default, rest, output);
        }
    }

    /// <param name="before">What goes out before the place; empty when bytes behind the place are held.</param>
    /// <param name="after">What goes out behind the place and behind the bytes that are held.</param>
    /// <param name="output">Where all of it goes.</param>
    private void Inject(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, IBufferWriter<byte> output)
    {
        var encoding = _encoding.Name;
        if (!EncodingEvidence.IsSupported(encoding))
        {
            Finish(HeadOutcome.UnsupportedEncoding, before, after, output);
            return;
        }

        output.Write(before);
        var outcome = HeadOutcome.Declined;
        try
        {
            var content = _content.GetContent(Findings(encoding));
            if (!content.IsEmpty)
            {
                output.Write(content.Span);
                outcome = HeadOutcome.Injected;
            }
        }
        finally
        {
            // Whatever the content throws, the page goes on.
            Finish(outcome, default, after, output);
        }
    }

    private HeadFindings Findings(string? encoding) => new()
    {
        Encoding = encoding,
        IsHeadWritten = _head.IsHeadWritten,
        ContentSecurityPolicies = _policies ?? [],
    };

    /// <summary>Decides the outcome and lets everything go.</summary>
    private void Finish(
        HeadOutcome outcome, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, IBufferWriter<byte> output)
    {
        Outcome = outcome;
        output.Write(before);
        output.Write(_held.Span);
        output.Write(after);
        _held.Clear();
        _encoding.Reset();
    }

    private void Pass(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        if (_isHolding)
        {
            _held.Append(bytes);
        }
        else
        {
            output.Write(bytes);
        }
    }

    private void TakeMeta(ReadOnlySpan<byte> raw)
    {
        // "<meta" is all there can be before its attributes.
        var attributes = new AttributeEnumerator(raw["<meta".Length..]);
        _encoding.TakeMeta(attributes);
        if (attributes.TryFind("http-equiv"u8, out var pragma)
            && Ascii.EqualsIgnoreCase(CharacterReferences.DecodeAttribute(pragma), "content-security-policy")
            && attributes.TryFind("content"u8, out var policy)
            && !policy.IsEmpty)
        {
            (_policies ??= []).Add(CharacterReferences.DecodeAttribute(policy));
        }
    }
}
