using System.Text;
using System.Text.Json;

namespace Gatehouse.Html.Tests.Support;

/// <summary>The cases of the html5lib suite, one a line.</summary>
internal static class Html5lib
{
    private static readonly UTF8Encoding Lenient = new(encoderShouldEmitUTF8Identifier: false);

    public static IReadOnlyList<JsonElement> Tokenizer { get; } = Read("tokenizer.jsonl");

    public static IReadOnlyList<JsonElement> TreeConstruction { get; } = Read("tree-construction.jsonl");

    public static IReadOnlyList<JsonElement> Encodings { get; } = Read("encoding.jsonl");

    /// <summary>The inputs of all three files.</summary>
    public static IEnumerable<byte[]> Inputs =>
        Tokenizer.Select(Input).Concat(Documents).Concat(Encodings.Select(Data));

    /// <summary>The tree-construction inputs that are whole documents.</summary>
    public static IEnumerable<byte[]> Documents =>
        TreeConstruction.Where(line => line.GetProperty("fragment").ValueKind == JsonValueKind.Null).Select(Data);

    public static byte[] Data(JsonElement line) => line.GetProperty("data").GetBytesFromBase64();

    public static byte[] Input(JsonElement line) => Lenient.GetBytes(Text(line, line.GetProperty("input").GetString()!));

    /// <summary>Undoes the double escaping that some cases use for lone surrogates.</summary>
    public static string Text(JsonElement line, string value) =>
        line.TryGetProperty("doubleEscaped", out var escaped) && escaped.GetBoolean()
            ? System.Text.RegularExpressions.Regex.Replace(
                value, @"\\u([0-9A-Fa-f]{4})", match => ((char)Convert.ToInt32(match.Groups[1].Value, 16)).ToString())
            : value;

    private static List<JsonElement> Read(string name) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "html5lib", name))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToList();
}
