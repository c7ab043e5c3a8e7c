using System.Text.Json;
using Gatehouse.Html;

namespace Gatehouse.Tools.Rewrite;

/// <summary>What handlers saw, in order.</summary>
internal sealed class Log
{
    private readonly List<Action<Utf8JsonWriter>> _entries = [];

    public void Add(params string?[] entry) => _entries.Add(json => WriteAll(json, entry));

    public void Add(HtmlElement element)
    {
        var name = element.TagName;
        var attributes = element.Attributes;
        _entries.Add(json =>
        {
            json.WriteStartArray();
            json.WriteStringValue("el");
            json.WriteStringValue(name);
            json.WriteStartArray();
            foreach (var attribute in attributes)
            {
                WriteAll(json, [attribute.Key, attribute.Value]);
            }

            json.WriteEndArray();
            json.WriteEndArray();
        });
    }

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        _entries.ForEach(entry => entry(json));
        json.WriteEndArray();
    }

    private static void WriteAll(Utf8JsonWriter json, string?[] values)
    {
        json.WriteStartArray();
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
