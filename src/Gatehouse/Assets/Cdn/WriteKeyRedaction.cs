using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;

namespace Gatehouse.Assets.Cdn;

/// <summary>Takes every occurrence of a write key out of a text, in each way that a text can spell it.</summary>
internal static class WriteKeyRedaction
{
    /// <summary>What stands in the key's place.</summary>
    public const string Word = "REDACTED";

    /// <summary>The text without the key. The same array when it does not occur.</summary>
    public static byte[] Apply(byte[] text, string writeKey)
    {
        text = Replace(text, writeKey);
        foreach (var spelling in Spellings(writeKey))
        {
            text = Replace(text, spelling);
        }

        return text;
    }

    /// <summary>The text without the key.</summary>
    public static string Apply(string text, string writeKey)
    {
        text = text.Replace(writeKey, Word, StringComparison.Ordinal);
        foreach (var spelling in Spellings(writeKey))
        {
            text = text.Replace(spelling, Word, StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>How URLs and JSON spell a key that is not letters and digits only, and how Basic credentials spell every key.</summary>
    private static IEnumerable<string> Spellings(string writeKey)
    {
        yield return Convert.ToBase64String(Encoding.UTF8.GetBytes(writeKey + ":"));
        if (writeKey.Any(static character => !char.IsAsciiLetterOrDigit(character)))
        {
            yield return Uri.EscapeDataString(writeKey);
            yield return JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(writeKey);
            yield return JavaScriptEncoder.Default.Encode(writeKey);
            yield return writeKey.Replace("/", @"\/", StringComparison.Ordinal);
        }
    }

    private static byte[] Replace(byte[] text, string what)
    {
        var pattern = Encoding.UTF8.GetBytes(what);
        var rest = text.AsSpan();
        var at = rest.IndexOf(pattern);
        if (at < 0 || what == Word)
        {
            return text;
        }

        var redacted = new ArrayBufferWriter<byte>(text.Length);
        while (at >= 0)
        {
            redacted.Write(rest[..at]);
            redacted.Write("REDACTED"u8);
            rest = rest[(at + pattern.Length)..];
            at = rest.IndexOf(pattern);
        }

        redacted.Write(rest);
        return redacted.WrittenSpan.ToArray();
    }
}
