using System.Globalization;
using System.Text;

namespace Gatehouse.Delivery.Destinations.Http;

/// <summary>Foreign text, made fit to be shown in a line.</summary>
internal static class VisibleText
{
    /// <summary>The text without control and format characters, each stretch of white space as one space.</summary>
    /// <param name="text">A text from outside.</param>
    /// <param name="most">The most characters (UTF-16) that are kept.</param>
    public static string Of(string text, int most)
    {
        var visible = new StringBuilder();
        var isGap = false;
        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (Rune.IsWhiteSpace(rune) || category == UnicodeCategory.Control)
            {
                isGap = visible.Length > 0;
                continue;
            }

            // Format characters turn text around or hide it.
            if (category == UnicodeCategory.Format)
            {
                continue;
            }

            if (visible.Length + rune.Utf16SequenceLength + (isGap ? 1 : 0) > most)
            {
                break;
            }

            visible.Append(isGap ? " " : "").Append(rune);
            isGap = false;
        }

        return visible.ToString();
    }
}
