using System.Text;

namespace Gatehouse.Html.Rewriting;

/// <summary>Whether a doctype asks for quirks mode (13.2.6.4.1). Here it decides one thing: a table closes no paragraph then.</summary>
internal static class QuirksMode
{
    private static readonly string[] Prefixes =
    [
        "+//silmaril//dtd html pro v0r11 19970101//", "-//as//dtd html 3.0 aswedit + extensions//",
        "-//advasoft ltd//dtd html 3.0 aswedit + extensions//", "-//ietf//dtd html ", "-//metrius//dtd metrius presentational//",
        "-//microsoft//dtd internet explorer 2.0 ", "-//microsoft//dtd internet explorer 3.0 ", "-//netscape comm. corp.//dtd ",
        "-//o'reilly and associates//dtd html ", "-//sq//dtd html 2.0 hotmetal + extensions//", "-//softquad software//dtd hotmetal pro ",
        "-//softquad//dtd hotmetal pro ", "-//spyglass//dtd html 2.0 extended//", "-//sun microsystems corp.//dtd hotjava ",
        "-//w3c//dtd html 3 1995-03-24//", "-//w3c//dtd html 3.2", "-//w3c//dtd html 4.0 frameset//", "-//w3c//dtd html 4.0 transitional//",
        "-//w3c//dtd html experimental ", "-//w3c//dtd w3 html//", "-//w3o//dtd w3 html ", "-//webtechs//dtd mozilla html ",
    ];

    /// <summary>Prefixes that ask for it only if there is no system identifier.</summary>
    private static readonly string[] PrefixesAlone = ["-//w3c//dtd html 4.01 frameset//", "-//w3c//dtd html 4.01 transitional//"];

    public static bool IsAskedForBy(ReadOnlySpan<byte> doctype)
    {
        var parts = DoctypeParts.Of(doctype);
        if (!Ascii.EqualsIgnoreCase(parts.Name, "html"u8))
        {
            return true;
        }

        var publicId = Encoding.Latin1.GetString(parts.PublicId).ToLowerInvariant();
        return publicId is "-//w3o//dtd w3 html strict 3.0//en//" or "-/w3c/dtd html 4.0 transitional/en" or "html"
            || Ascii.EqualsIgnoreCase(parts.SystemId, "http://www.ibm.com/data/dtd/v11/ibmxhtml1-transitional.dtd"u8)
            || Array.Exists(Prefixes, prefix => publicId.StartsWith(prefix, StringComparison.Ordinal))
            || (!parts.HasSystemId && Array.Exists(PrefixesAlone, prefix => publicId.StartsWith(prefix, StringComparison.Ordinal)));
    }
}
