using System.Text;
using System.Text.Json;
using Gatehouse.Html.Tests.Support;

namespace Gatehouse.Html.Tests.Rewriting;

/// <summary>The doctypes of the html5lib tokenizer cases: name and identifiers.</summary>
public sealed class DoctypeTests
{
    [Fact]
    public void Doctypes_are_read_as_html5lib_says()
    {
        var compared = 0;
        foreach (var line in Html5lib.Tokenizer.Where(static line => !line.TryGetProperty("initialStates", out _)))
        {
            var expected = line.GetProperty("output").EnumerateArray()
                .Where(static token => token[0].GetString() == "DOCTYPE")
                .Select(token => (Text(line, token[1]), Text(line, token[2]), Text(line, token[3])))
                .ToList();
            var actual = new List<(string?, string?, string?)>();
            new HtmlRewriterBuilder()
                .OnDoctype(doctype => actual.Add((Comparable(doctype.Name), Comparable(doctype.PublicId), Comparable(doctype.SystemId))))
                .Build().Rewrite(Html5lib.Input(line), static length => [length]);
            compared += expected.Count;
            Assert.True(expected.SequenceEqual(actual), $"{line.GetProperty("input")}\n{string.Join(' ', expected)}\n{string.Join(' ', actual)}");
        }

        Assert.InRange(compared, 300, int.MaxValue);
    }

    private static string? Text(JsonElement line, JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? Html5lib.Text(line, value.GetString()!) : null;

    private static string? Comparable(string? text) =>
        text?.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Replace('\0', '\uFFFD');
}
