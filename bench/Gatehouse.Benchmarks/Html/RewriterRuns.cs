using Gatehouse.Html;
using Gatehouse.Html.Simulation;
using Gatehouse.Html.Tokenizing;

namespace Gatehouse.Benchmarks.Html;

/// <summary>What is measured, once; the benchmarks and the comparison with others both call it.</summary>
internal sealed class RewriterRuns(byte[] page)
{
    private const int ChunkSize = 16 * 1024;
    private readonly HeadInjectorOptions _options = new() { Position = HeadPosition.End };
    private readonly Snippet _snippet = new();
    private readonly ReusedWriter _writer = new(page.Length + 4096);
    private readonly Tokenizer _tokenizer = new();
    private readonly DocumentTracker _tracker = new();
    private HeadInjector? _reused;

    public int PageLength => page.Length;

    /// <summary>The page in one piece, with an injector of its own.</summary>
    public int AppendToHead()
    {
        using var injector = new HeadInjector(_options, _snippet);
        return Inject(injector, page.Length);
    }

    /// <summary>The page as it comes from a socket, with an injector from a pool.</summary>
    public int AppendToHeadInChunks()
    {
        _reused ??= new HeadInjector(_options, _snippet);
        _reused.Reset(_snippet);
        return Inject(_reused, ChunkSize);
    }

    /// <summary>Reads every token of the page, and what each start tag means for those behind it.</summary>
    public int Tokenize()
    {
        _tokenizer.Reset();
        _tracker.Reset();
        var tokens = 0;
        var at = 0;
        while (_tokenizer.Read(page.AsSpan(at), isLast: true, out var token))
        {
            _tracker.Take(token, _tokenizer);
            at += token.Raw.Length;
            tokens++;
        }

        return tokens;
    }

    /// <summary>The same, and reads the attributes of every start tag.</summary>
    public int TokenizeWithAttributes()
    {
        _tokenizer.Reset();
        _tracker.Reset();
        var count = 0;
        var at = 0;
        while (_tokenizer.Read(page.AsSpan(at), isLast: true, out var token))
        {
            _tracker.Take(token, _tokenizer);
            at += token.Raw.Length;
            if (token.Kind == TokenKind.StartTag)
            {
                foreach (var (name, value) in token.Attributes)
                {
                    count += name.Length + value.Length;
                }
            }
        }

        return count;
    }

    private int Inject(HeadInjector injector, int chunkSize)
    {
        _writer.Clear();
        for (var at = 0; at < page.Length; at += chunkSize)
        {
            injector.Write(page.AsSpan(at, Math.Min(chunkSize, page.Length - at)), _writer);
        }

        injector.Complete(_writer);
        if (injector.Outcome != HeadOutcome.Injected)
        {
            throw new InvalidOperationException($"The page was not rewritten: {injector.Outcome}.");
        }

        return _writer.Written;
    }
}
