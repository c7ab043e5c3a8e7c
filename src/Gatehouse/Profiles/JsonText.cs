using System.Text.Json;
using System.Text.Unicode;

namespace Gatehouse.Profiles;

/// <summary>Says whether JSON from outside can be kept and read by everybody.</summary>
internal static class JsonText
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = ProfileLimits.DeepestJson };

    /// <summary>Whether the bytes are one JSON value in valid UTF-8, without escapes that are half a surrogate pair, and not nested too deep.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            return false;
        }

        var reader = new Utf8JsonReader(utf8, Options);
        try
        {
            while (reader.Read())
            {
                if (reader.ValueIsEscaped)
                {
                    // Throws for half a surrogate pair; a parser that keeps escapes would let it through to whoever reads the text.
                    reader.GetString();
                }
            }

            return true;
        }
        catch (Exception bad) when (bad is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
