using System.Text;
using System.Text.Json;
using Gatehouse.Html.Tests.Support;
using Gatehouse.Html.Tokenizing;

namespace Gatehouse.Html.Tests.Tokenizing;

/// <summary>
/// The tokenizer against the html5lib tokenizer cases, all of them. What is not compared: the values of text and
/// attributes where the input has an ampersand (<see cref="HasReferences"/>), for a rewriter leaves character
/// references as they are; of a doctype anything but its name, for its identifiers are not read; and parse errors.
/// </summary>
public sealed class TokenBoundaryTests
{
    [Fact]
    public void Tokens_are_those_of_the_html5lib_cases()
    {
        var compared = 0;
        var failures = new List<string>();
        foreach (var line in Html5lib.Tokenizer)
        {
            foreach (var (state, sizes) in from state in States(line) from cut in Cuts.All select (state, cut))
            {
                var expected = Expected(line).ToString();
                var input = Html5lib.Input(line);
                var actual = TokenLog.Read(input, state, LastStartTag(line), sizes.Sizes(input.Length), HasReferences(line)).ToString();
                compared++;
                if (expected != actual)
                {
                    failures.Add($"{state}, {sizes.Name}: {line.GetProperty("input")}\nexpected {expected}\nactual {actual}");
                }
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {compared}\n{string.Join("\n\n", failures.Take(20))}");
        Assert.Equal(3480 * Cuts.All.Count(), compared);
    }

    private static bool HasReferences(JsonElement line) => line.GetProperty("input").GetString()!.Contains('&');

    private static string LastStartTag(JsonElement line) =>
        line.TryGetProperty("lastStartTag", out var name) ? name.GetString()! : "";

    private static IEnumerable<TokenizerState> States(JsonElement line) =>
        line.TryGetProperty("initialStates", out var states)
            ? states.EnumerateArray().Select(static state => State(state.GetString()!))
            : [TokenizerState.Data];

    private static TokenizerState State(string name) => name switch
    {
        "Data state" => TokenizerState.Data,
        "PLAINTEXT state" => TokenizerState.Plaintext,
        "RCDATA state" => TokenizerState.Rcdata,
        "RAWTEXT state" => TokenizerState.Rawtext,
        "Script data state" => TokenizerState.ScriptData,
        "CDATA section state" => TokenizerState.CdataSection,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    private static TokenLog Expected(JsonElement line)
    {
        var log = new TokenLog { NamesOnly = HasReferences(line) };
        foreach (var token in line.GetProperty("output").EnumerateArray())
        {
            var value = token[1].ValueKind == JsonValueKind.String ? Html5lib.Text(line, token[1].GetString()!) : null;
            switch (token[0].GetString())
            {
                case "Character":
                    log.Text(Encoding.UTF8.GetBytes(value!));
                    break;
                case "StartTag":
                    var attributes = token[2].EnumerateObject().Select(attribute =>
                        (Html5lib.Text(line, attribute.Name), Html5lib.Text(line, attribute.Value.GetString()!)));
                    log.StartTag(value!, attributes, token.GetArrayLength() > 3 && token[3].GetBoolean());
                    break;
                case "EndTag":
                    log.EndTag(value!);
                    break;
                case "Comment":
                    log.Comment(value!);
                    break;
                case "DOCTYPE":
                    log.Doctype(value);
                    break;
            }
        }

        return log;
    }
}
