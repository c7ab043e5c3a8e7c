using System.Text;
using Gatehouse.Html.Tokenizing;

namespace Gatehouse.Html.Tests.Support;

/// <summary>
/// Tokens as lines in one notation, of the html5lib suite and of the tokenizer, made comparable: what a byte tokenizer
/// leaves to others (line ends, NUL, case of names, repeated attributes) is done here.
/// </summary>
internal sealed class TokenLog
{
    private readonly StringBuilder _lines = new();
    private readonly List<byte> _text = [];

    /// <summary>Whether values are left out because character references are not decoded.</summary>
    public bool NamesOnly { get; init; }

    public void Text(ReadOnlySpan<byte> text) => _text.AddRange(text);

    public void StartTag(string name, IEnumerable<(string Name, string Value)> attributes, bool isSelfClosing)
    {
        var first = attributes
            .Select(attribute => (Name: Comparable(attribute.Name), Value: Value(attribute.Value)))
            .DistinctBy(static attribute => attribute.Name)
            .OrderBy(static attribute => attribute.Name, StringComparer.Ordinal)
            .Select(static attribute => $"{attribute.Name}={attribute.Value}");
        Line($"<{name} {string.Join(' ', first)}{(isSelfClosing ? " /" : "")}>");
    }

    public void EndTag(string name) => Line($"</{name}>");

    public void Comment(string data) => Line($"<!--{data}-->");

    public void Doctype(string? name) => Line($"<!DOCTYPE {name}>");

    public override string ToString()
    {
        FlushText();
        return _lines.ToString();
    }

    /// <summary>Cuts, reads and logs a document.</summary>
    public static TokenLog Read(
        byte[] document, TokenizerState state, string endTagName, IEnumerable<int> sizes, bool namesOnly)
    {
        var log = new TokenLog { NamesOnly = namesOnly };
        var tokenizer = new Tokenizer { WholeComments = true };
        tokenizer.SwitchTo(state, Encoding.UTF8.GetBytes(endTagName));
        var start = 0;
        var end = 0;
        foreach (var chunk in Cuts.Cut(document, sizes))
        {
            end += chunk.Length;
            log.Drain(tokenizer, document, ref start, end, isLast: false);
        }

        log.Drain(tokenizer, document, ref start, end, isLast: true);
        Assert.Equal(document.Length, start);
        return log;
    }

    private void Drain(Tokenizer tokenizer, byte[] document, ref int start, int end, bool isLast)
    {
        while (tokenizer.Read(document.AsSpan(start..end), isLast, out var token))
        {
            Assert.NotEqual(0, token.Raw.Length);
            start += token.Raw.Length;
            Add(token);
        }
    }

    private void Add(in Token token)
    {
        switch (token.Kind)
        {
            case TokenKind.Text:
                Text(token.Raw);
                break;
            case TokenKind.StartTag:
                var attributes = new List<(string, string)>();
                foreach (var (name, value) in token.Attributes)
                {
                    attributes.Add((Lower(name), Normal(value)));
                }

                StartTag(Lower(token.Value), attributes, token.IsSelfClosing);
                break;
            case TokenKind.EndTag:
                EndTag(Lower(token.Value));
                break;
            case TokenKind.Comment:
                Comment(Normal(token.Value));
                break;
            case TokenKind.Doctype:
                Doctype(DoctypeName(token.Raw));
                break;
        }
    }

    private static string DoctypeName(ReadOnlySpan<byte> raw)
    {
        var rest = raw["<!DOCTYPE".Length..];
        rest = rest[Bytes.CountLeadingSpace(rest)..];
        var end = 0;
        while (end < rest.Length && rest[end] != (byte)'>' && !Bytes.IsSpace(rest[end]))
        {
            end++;
        }

        return Lower(rest[..end]);
    }

    private static string Lower(ReadOnlySpan<byte> name) => Normal(name).ToLowerAscii();

    private static string Normal(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    private string Value(string value) => NamesOnly ? "…" : Comparable(value);

    private void Line(string line)
    {
        FlushText();
        _lines.AppendLine(Comparable(line));
    }

    private void FlushText()
    {
        if (_text.Count > 0)
        {
            _lines.AppendLine($"\"{Value(Encoding.UTF8.GetString([.. _text]))}\"");
            _text.Clear();
        }
    }

    private static string Comparable(string text) =>
        text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Replace('\0', '\uFFFD');
}
