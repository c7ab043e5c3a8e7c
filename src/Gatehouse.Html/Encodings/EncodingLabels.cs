using System.Buffers;
using System.Text;
using Gatehouse.Html.Tokenizing;

namespace Gatehouse.Html.Encodings;

/// <summary>The labels of the Encoding standard (4.2) and the encodings they mean.</summary>
internal static class EncodingLabels
{
    private const int Longest = 19;

    /// <param name="label">Any bytes; white space around the label and the case of letters do not matter.</param>
    /// <returns>The name of the encoding, or null.</returns>
    public static string? Find(ReadOnlySpan<byte> label)
    {
        label = Bytes.TrimSpace(label);
        Span<char> lower = stackalloc char[Longest];
        if (label.Length > Longest || Ascii.ToLower(label, lower, out var length) != OperationStatus.Done)
        {
            return null;
        }

        return lower[..length] switch
        {
            "unicode-1-1-utf-8" or "unicode11utf8" or "unicode20utf8" or "utf-8" or "utf8" or "x-unicode20utf8" => "UTF-8",
            "866" or "cp866" or "csibm866" or "ibm866" => "IBM866",
            "csisolatin2" or "iso-8859-2" or "iso-ir-101" or "iso8859-2" or "iso88592" or "iso_8859-2"
                or "iso_8859-2:1987" or "l2" or "latin2" => "ISO-8859-2",
            "csisolatin3" or "iso-8859-3" or "iso-ir-109" or "iso8859-3" or "iso88593" or "iso_8859-3"
                or "iso_8859-3:1988" or "l3" or "latin3" => "ISO-8859-3",
            "csisolatin4" or "iso-8859-4" or "iso-ir-110" or "iso8859-4" or "iso88594" or "iso_8859-4"
                or "iso_8859-4:1988" or "l4" or "latin4" => "ISO-8859-4",
            "csisolatincyrillic" or "cyrillic" or "iso-8859-5" or "iso-ir-144" or "iso8859-5" or "iso88595"
                or "iso_8859-5" or "iso_8859-5:1988" => "ISO-8859-5",
            "arabic" or "asmo-708" or "csiso88596e" or "csiso88596i" or "csisolatinarabic" or "ecma-114"
                or "iso-8859-6" or "iso-8859-6-e" or "iso-8859-6-i" or "iso-ir-127" or "iso8859-6" or "iso88596"
                or "iso_8859-6" or "iso_8859-6:1987" => "ISO-8859-6",
            "csisolatingreek" or "ecma-118" or "elot_928" or "greek" or "greek8" or "iso-8859-7" or "iso-ir-126"
                or "iso8859-7" or "iso88597" or "iso_8859-7" or "iso_8859-7:1987" or "sun_eu_greek" => "ISO-8859-7",
            "csiso88598e" or "csisolatinhebrew" or "hebrew" or "iso-8859-8" or "iso-8859-8-e" or "iso-ir-138"
                or "iso8859-8" or "iso88598" or "iso_8859-8" or "iso_8859-8:1988" or "visual" => "ISO-8859-8",
            "csiso88598i" or "iso-8859-8-i" or "logical" => "ISO-8859-8-I",
            "csisolatin6" or "iso-8859-10" or "iso-ir-157" or "iso8859-10" or "iso885910" or "l6" or "latin6" => "ISO-8859-10",
            "iso-8859-13" or "iso8859-13" or "iso885913" => "ISO-8859-13",
            "iso-8859-14" or "iso8859-14" or "iso885914" => "ISO-8859-14",
            "csisolatin9" or "iso-8859-15" or "iso8859-15" or "iso885915" or "iso_8859-15" or "l9" => "ISO-8859-15",
            "iso-8859-16" => "ISO-8859-16",
            "cskoi8r" or "koi" or "koi8" or "koi8-r" or "koi8_r" => "KOI8-R",
            "koi8-ru" or "koi8-u" => "KOI8-U",
            "csmacintosh" or "mac" or "macintosh" or "x-mac-roman" => "macintosh",
            "dos-874" or "iso-8859-11" or "iso8859-11" or "iso885911" or "tis-620" or "windows-874" => "windows-874",
            "cp1250" or "windows-1250" or "x-cp1250" => "windows-1250",
            "cp1251" or "windows-1251" or "x-cp1251" => "windows-1251",
            "ansi_x3.4-1968" or "ascii" or "cp1252" or "cp819" or "csisolatin1" or "ibm819" or "iso-8859-1"
                or "iso-ir-100" or "iso8859-1" or "iso88591" or "iso_8859-1" or "iso_8859-1:1987" or "l1" or "latin1"
                or "us-ascii" or "windows-1252" or "x-cp1252" => "windows-1252",
            "cp1253" or "windows-1253" or "x-cp1253" => "windows-1253",
            "cp1254" or "csisolatin5" or "iso-8859-9" or "iso-ir-148" or "iso8859-9" or "iso88599" or "iso_8859-9"
                or "iso_8859-9:1989" or "l5" or "latin5" or "windows-1254" or "x-cp1254" => "windows-1254",
            "cp1255" or "windows-1255" or "x-cp1255" => "windows-1255",
            "cp1256" or "windows-1256" or "x-cp1256" => "windows-1256",
            "cp1257" or "windows-1257" or "x-cp1257" => "windows-1257",
            "cp1258" or "windows-1258" or "x-cp1258" => "windows-1258",
            "x-mac-cyrillic" or "x-mac-ukrainian" => "x-mac-cyrillic",
            "chinese" or "csgb2312" or "csiso58gb231280" or "gb2312" or "gb_2312" or "gb_2312-80" or "gbk"
                or "iso-ir-58" or "x-gbk" => "GBK",
            "gb18030" => "gb18030",
            "big5" or "big5-hkscs" or "cn-big5" or "csbig5" or "x-x-big5" => "Big5",
            "cseucpkdfmtjapanese" or "euc-jp" or "x-euc-jp" => "EUC-JP",
            "csiso2022jp" or "iso-2022-jp" => "ISO-2022-JP",
            "csshiftjis" or "ms932" or "ms_kanji" or "shift-jis" or "shift_jis" or "sjis" or "windows-31j" or "x-sjis" => "Shift_JIS",
            "cseuckr" or "csksc56011987" or "euc-kr" or "iso-ir-149" or "korean" or "ks_c_5601-1987"
                or "ks_c_5601-1989" or "ksc5601" or "ksc_5601" or "windows-949" => "EUC-KR",
            "csiso2022kr" or "hz-gb-2312" or "iso-2022-cn" or "iso-2022-cn-ext" or "iso-2022-kr" or "replacement" => "replacement",
            "unicodefffe" or "utf-16be" => "UTF-16BE",
            "csunicode" or "iso-10646-ucs-2" or "ucs-2" or "unicode" or "unicodefeff" or "utf-16" or "utf-16le" => "UTF-16LE",
            "x-user-defined" => "x-user-defined",
            _ => null,
        };
    }
}
