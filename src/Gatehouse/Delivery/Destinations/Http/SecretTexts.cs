namespace Gatehouse.Delivery.Destinations.Http;

/// <summary>Texts that must not be seen.</summary>
internal sealed class SecretTexts(IEnumerable<string> secrets)
{
    private const string Hidden = "***";

    // Shorter ones would hide half of any text and are guessed anyway.
    private const int Shortest = 4;
    private const int ShortestToken = 8;

    // The longest first, so that one within another leaves no rest.
    private readonly string[] _forms = [.. secrets
        .SelectMany(static secret => new[] { secret, Uri.EscapeDataString(secret) })
        .Where(static form => form.Length >= Shortest)
        .Distinct(StringComparer.Ordinal)
        .OrderByDescending(static form => form.Length)];

    /// <summary>What is secret of a header's value: the value, and each of its words that may be a token.</summary>
    public static IEnumerable<string> OfHeader(string value) => value.Split([' ', ';', ',', '='], StringSplitOptions.RemoveEmptyEntries).Where(static word => word.Length >= ShortestToken).Append(value);

    /// <summary>The text without them.</summary>
    /// <param name="text">A text.</param>
    /// <param name="isCut">Whether the text may end in the middle of a secret.</param>
    public string Hide(string text, bool isCut)
    {
        foreach (var form in _forms)
        {
            text = text.Replace(form, Hidden, StringComparison.OrdinalIgnoreCase);
        }

        return isCut ? HideEnd(text) : text;
    }

    private string HideEnd(string text)
    {
        foreach (var form in _forms)
        {
            for (var length = Math.Min(form.Length, text.Length); length >= Shortest; length--)
            {
                if (text.EndsWith(form[..length], StringComparison.OrdinalIgnoreCase))
                {
                    return text[..^length] + Hidden;
                }
            }
        }

        return text;
    }
}
