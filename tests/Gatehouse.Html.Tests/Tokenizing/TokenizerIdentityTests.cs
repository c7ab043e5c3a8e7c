using System.Text;
using Gatehouse.Html.Simulation;
using Gatehouse.Html.Tests.Support;
using Gatehouse.Html.Tokenizing;

namespace Gatehouse.Html.Tests.Tokenizing;

public sealed class TokenizerIdentityTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_byte_belongs_to_one_token_and_tokens_do_not_depend_on_the_cuts(bool wholeComments)
    {
        foreach (var input in Html5lib.Inputs)
        {
            var expected = Kinds(input, wholeComments, static length => [length]);
            foreach (var (name, sizes) in Cuts.All)
            {
                Assert.True(
                    expected == Kinds(input, wholeComments, sizes), $"{name}: {Encoding.UTF8.GetString(input)}");
            }
        }
    }

    /// <summary>One letter a byte: the kind of token it belongs to. Tags are marked by their first byte.</summary>
    private static string Kinds(byte[] document, bool wholeComments, Func<int, IEnumerable<int>> sizes)
    {
        var kinds = new StringBuilder();
        var tokenizer = new Tokenizer { WholeComments = wholeComments };
        var open = new OpenElements();
        var end = 0;
        foreach (var chunk in Cuts.Cut(document, sizes(document.Length)))
        {
            end += chunk.Length;
            Read(isLast: false);
        }

        Read(isLast: true);
        Assert.Equal(document.Length, kinds.Length);
        return kinds.ToString();

        void Read(bool isLast)
        {
            while (tokenizer.Read(document.AsSpan(kinds.Length..end), isLast, out var token))
            {
                if (token.Kind == TokenKind.StartTag)
                {
                    open.Open(token, tokenizer);
                }
                else if (token.Kind == TokenKind.EndTag)
                {
                    open.Close(token, tokenizer);
                }

                var letter = "tseccdbfx"[(int)token.Kind];
                kinds.Append(letter, token.Raw.Length);
                if (token.Kind is TokenKind.StartTag or TokenKind.EndTag)
                {
                    kinds[^token.Raw.Length] = char.ToUpperInvariant(letter);
                }
            }
        }
    }
}
