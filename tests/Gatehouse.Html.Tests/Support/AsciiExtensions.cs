namespace Gatehouse.Html.Tests.Support;

internal static class AsciiExtensions
{
    public static string ToLowerAscii(this string text) =>
        string.Concat(text.Select(static letter => char.IsAsciiLetterUpper(letter) ? (char)(letter | 0x20) : letter));
}
