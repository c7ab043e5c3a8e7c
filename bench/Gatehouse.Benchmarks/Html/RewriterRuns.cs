using System.Text;
using Gatehouse.Html;
using Gatehouse.Html.Simulation;
using Gatehouse.Html.Tokenizing;

namespace Gatehouse.Benchmarks.Html;

/// <summary>What is measured, once; the benchmarks and the comparison with others both call it.</summary>
internal sealed class RewriterRuns(byte[] page)
{
    private const int ChunkSize = 16 * 1024;

    // A script of the size of a tracking snippet.
    private static readonly byte[] Snippet = Encoding.ASCII.GetBytes($"<script>{new string('x', 1600)}</script>");

    private readonly HtmlRewriterProgram _program = new HtmlRewriterBuilder(new HtmlRewriterOptions { IsGraceful = true })
        .OnHead(HeadPosition.End, static head => head.AppendHtml(Snippet))
        .Build();

    private readonly ReusedWriter _writer = new(page.Length + 4096);
    private readonly Tokenizer _tokenizer = new();
    private readonly OpenElements _open = new();

    public int PageLength => page.Length;

    /// <summary>The snippet at the end of the head, written or implied, in a page that comes as from a socket: what the edge does.</summary>
    public int PutIntoHead()
    {
        _writer.Clear();
        using var rewriter = _program.Open(_writer, "utf-8");
        for (var at = 0; at < page.Length; at += ChunkSize)
        {
            rewriter.Write(page.AsSpan(at, Math.Min(ChunkSize, page.Length - at)));
        }

        rewriter.End();
        return rewriter.Head == HeadOutcome.Found ? _writer.Written : throw new InvalidOperationException($"The page was not rewritten: {rewriter.Head}.");
    }

    /// <summary>Reads every token of the page, and what each tag means for those behind it.</summary>
    public int Tokenize()
    {
        Reset();
        var tokens = 0;
        var at = 0;
        while (_tokenizer.Read(page.AsSpan(at), isLast: true, out var token))
        {
            Take(token);
            at += token.Raw.Length;
            tokens++;
        }

        return tokens;
    }

    /// <summary>The same, and reads the attributes of every start tag.</summary>
    public int TokenizeWithAttributes()
    {
        Reset();
        var count = 0;
        var at = 0;
        while (_tokenizer.Read(page.AsSpan(at), isLast: true, out var token))
        {
            Take(token);
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

    private void Reset()
    {
        _tokenizer.Reset();
        _open.Reset();
    }

    private void Take(in Token token)
    {
        if (token.Kind == TokenKind.StartTag)
        {
            _open.Open(token, _tokenizer);
        }
        else if (token.Kind == TokenKind.EndTag)
        {
            _open.Close(token, _tokenizer);
        }
    }
}
