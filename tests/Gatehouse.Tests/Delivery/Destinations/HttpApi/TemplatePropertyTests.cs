using System.Text;
using System.Text.Json;
using CsCheck;
using Gatehouse.Delivery.Destinations.Http;
using Gatehouse.Delivery.Destinations.HttpApi;

namespace Gatehouse.Tests.Delivery.Destinations.HttpApi;

/// <summary>No value of an event leaves the place that the template gives it.</summary>
public sealed class TemplatePropertyTests
{
    private static readonly Gen<string> Text = Gen.Frequency(
        (3, Gen.String),
        (3, One("..", ".", "", "/", "//evil.example", "\\", "\"", "\",\"evil\":\"", "\"}", "a\r\nX-Evil: 1", "\0", "?a=b&c#d", "%2e%2e", "@evil.example", "{{secrets.key}}", "😀", "\u2028", "\u007f")),
        (1, Gen.Select(Gen.String, One("/../", "\r\n", "\"", "\\u0022", "{{json}}"), Gen.String, static (a, b, c) => a + b + c)));

    private static readonly Gen<string> Value = Gen.Frequency(
        (6, Text.Select(static text => JsonSerializer.Serialize(text))),
        (1, One("1e400", "-0", "true", "null", "[1,\"a\"]", "{\"a\":{\"b\":\"\\\"\"}}", "\"\\ud800\"", "\"\\u0000\"")));

    private static readonly Gen<string> Fragment = One(
        "{{json}}", "{{value}}", "\"{{value}}\"", "\"a{{value}}b{{value}}\"", "{\"k\":{{value}}}", "{\"{{value}}\":1}", "[{{value}},\"{{json}}\"]", "\"\\\\{{value}}\\\"{{missing}}\"", "{{missing}}");

    private static readonly Dictionary<string, string> NoSecrets = [];

    [Fact]
    public void A_JSON_body_stays_JSON_with_the_shape_of_its_template() => Gen.Select(Value, Fragment.Array[1, 4]).Sample(
        static (value, fragments) =>
        {
            var template = Template.Parse("{\"all\":[" + string.Join(',', fragments) + "],\"last\":\"end\"}");
            using var document = JsonDocument.Parse($$"""{"value":{{value}}}""");
            using var body = JsonDocument.Parse(new JsonTemplate(template).Fill(new TemplateValues(document.RootElement, NoSecrets)));

            Assert.Equal(["all", "last"], body.RootElement.EnumerateObject().Select(static member => member.Name));
            Assert.Equal("end", body.RootElement.GetProperty("last").GetString());
            Assert.Equal(fragments.Length, body.RootElement.GetProperty("all").GetArrayLength());
            foreach (var (fragment, part) in fragments.Zip(body.RootElement.GetProperty("all").EnumerateArray()))
            {
                AssertFilled(fragment, part, document.RootElement);
            }
        },
        iter: 5000);

    [Fact]
    public void A_URL_keeps_its_host_its_segments_and_its_parameters() => Value.Sample(
        static value =>
        {
            using var document = JsonDocument.Parse($$"""{"value":{{value}}}""");
            if (Unless(() => new UrlTemplate(Template.Parse("https://a.example:444/x/{{value}}/y?p={{value}}&q=1")).Fill(new(document.RootElement, NoSecrets))) is not { } url)
            {
                return;
            }

            Assert.Equal("https://a.example:444", url.GetLeftPart(UriPartial.Authority));
            Assert.Equal(4, url.AbsolutePath.Split('/').Length);
            Assert.Equal(["x", "y"], [url.AbsolutePath.Split('/')[1], url.AbsolutePath.Split('/')[3]]);
            Assert.Equal("", url.Fragment);
            var parameters = url.Query.Split('&');
            Assert.Equal(2, parameters.Length);
            Assert.Equal("q=1", parameters[1]);
            Assert.Equal(new TemplateValues(document.RootElement, NoSecrets).TextOf("value"), Uri.UnescapeDataString(parameters[0]["?p=".Length..]));
            Assert.DoesNotContain(url.AbsoluteUri, static character => character is <= ' ' or >= '\u007f');
        },
        iter: 5000);

    [Fact]
    public void A_header_that_is_fit_is_one_line() => Text.Sample(
        static text =>
        {
            if (HeaderText.IsValue(text))
            {
                Assert.DoesNotContain(text, static character => character is '\r' or '\n' or '\0');
                Assert.Equal(text, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)));
            }
        },
        iter: 5000);

    private static Gen<string> One(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    private static void AssertFilled(string fragment, JsonElement part, JsonElement root)
    {
        var value = root.GetProperty("value");
        switch (fragment)
        {
            case "{{json}}":
                Assert.Equal(root.GetRawText(), part.GetRawText());
                break;
            case "{{value}}":
                Assert.Equal(value.GetRawText(), part.GetRawText());
                break;
            case "{\"k\":{{value}}}":
                Assert.Equal(value.GetRawText(), Assert.Single(part.EnumerateObject()).Value.GetRawText());
                break;
            case "\"{{value}}\"" when value.ValueKind == JsonValueKind.String:
                Assert.Equal(value.GetRawText(), part.GetRawText());
                break;
            case "\"{{value}}\"":
                Assert.Equal(value.ValueKind == JsonValueKind.Null ? "" : value.GetRawText(), part.GetString());
                break;
            case "{{missing}}":
                Assert.Equal(JsonValueKind.Null, part.ValueKind);
                break;
            default:
                Assert.Equal(fragment[0] == '[' ? 2 : 1, part.ValueKind == JsonValueKind.Array ? part.GetArrayLength() : 1);
                break;
        }
    }

    private static Uri? Unless(Func<Uri> fill)
    {
        try
        {
            return fill();
        }
        catch (UnfitValueException)
        {
            return null;
        }
    }
}
