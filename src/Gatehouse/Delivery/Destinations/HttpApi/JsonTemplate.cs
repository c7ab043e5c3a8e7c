using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gatehouse.Delivery.Destinations.HttpApi;

/// <summary>
/// A JSON text with placeholders. Within a JSON string a placeholder is text, escaped; elsewhere it is a whole value. Because what
/// is put in is always either characters of a string or one value, every event gives valid JSON if one does.
/// </summary>
internal sealed class JsonTemplate
{
    private const string NoValue = "null";

    // Not a character that could end an escape that the template began.
    private const string NoText = "x";

    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private readonly Template _template;
    private readonly bool[] _isInString;

    public JsonTemplate(Template template)
    {
        _template = template;
        _isInString = new bool[template.Parts.Count];
        var isInString = false;
        for (var i = 0; i < _isInString.Length; i++)
        {
            _isInString[i] = isInString;
            isInString = template.Parts[i].IsPlaceholder ? isInString : EndsInString(template.Parts[i].Text, isInString);
        }
    }

    /// <summary>Whether it is JSON when its placeholders are filled.</summary>
    public bool IsValid()
    {
        try
        {
            using var document = JsonDocument.Parse(Fill(static (_, isInString) => isInString ? NoText : NoValue));
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The JSON for an event.</summary>
    public string Fill(TemplateValues values) => Fill((path, isInString) => isInString ? Characters(values, path) : Value(values, path));

    private static bool EndsInString(string text, bool isInString)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                isInString = !isInString;
            }
            else if (text[i] == '\\')
            {
                i++;
            }
        }

        return isInString;
    }

    private static string Value(TemplateValues values, string path)
    {
        if (values.SecretOf(path) is { } secret)
        {
            return $"\"{Encoder.Encode(secret)}\"";
        }

        var value = values.ValueOf(path);
        return value.ValueKind == JsonValueKind.Undefined ? NoValue : value.GetRawText();
    }

    private static string Characters(TemplateValues values, string path)
    {
        if (values.SecretOf(path) is { } secret)
        {
            return Encoder.Encode(secret);
        }

        var value = values.ValueOf(path);
        return value.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => string.Empty,

            // As it was written: what is escaped stays so, also what no .NET string could hold.
            JsonValueKind.String => value.GetRawText()[1..^1],
            _ => Encoder.Encode(value.GetRawText()),
        };
    }

    private string Fill(Func<string, bool, string> valueOf)
    {
        var text = new StringBuilder();
        for (var i = 0; i < _isInString.Length; i++)
        {
            var part = _template.Parts[i];
            text.Append(part.IsPlaceholder ? valueOf(part.Text, _isInString[i]) : part.Text);
        }

        return text.ToString();
    }
}
