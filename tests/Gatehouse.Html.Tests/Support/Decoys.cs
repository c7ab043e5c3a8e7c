using System.Text;
using CsCheck;

namespace Gatehouse.Html.Tests.Support;

/// <summary>Documents made of pieces that look like the start or the end of a head, or hide one.</summary>
internal static class Decoys
{
    private static readonly string[] Opening =
    [
        "", " \n", "\uFEFF", "<!DOCTYPE html>", "<!doctype html SYSTEM '<head>'>", "<!-- <head> -->", "<?xml version='1.0'?>",
        "<html>", "<html lang=en>", "<HTML class='</head>'>", "<head>", "<HEAD profile=\"</head>\">", "<head/>",
        "</p>", "</br>", "</head>", "</html>", "<!-->", "<!--->", "<!--a--!>", "</>", "</ x>", "<![CDATA[<head>]]>",
    ];

    private static readonly string[] Inside =
    [
        "<title></head></title>", "<title><!-- </title>", "<title>a</titl></title>", "<TITLE>b</TITLE \n>",
        "<style></head><!-- </style>", "<style>a</style/x=y>", "<noscript><link><!--</noscript>", "<noscript></head></noscript>",
        "<script></head></script>", "<script><!-- <script> </script> </head> --></script>", "<script>'</'+'head>'</script>",
        "<script><!-- </script>", "<script><!--<script></script></script>", "<script>a<b;--></script>", "<script/>x</script>",
        "<noframes></head></noframes>", "<meta charset=utf-8>", "<meta name=a content='</head>'>", "<link rel=x href=/>",
        "<base href=/>", "<basefont>", "<bgsound>", "<!-- </head> -->", "<!---->", "<!-- --!> ", "<!doctype x>", " ", "\n\t",
        "<head>", "<head id=b>", "<html id=c>", "</title>", "</template>", "</meta>", "</p>", "</>", "</ head>", "<?head?>", "<!>",
        "<template></head></template>", "<template><template></template></head><p></template>", "<template><div></p></template>",
        "<template><svg><title></template><p></title></svg></template>", "<template><style></template><p></style></template>",
        "<template><svg><style></style></svg></template>", "<template><svg><![CDATA[</template><p>]]></svg></template>",
        "<template><col><script></template>", "<template><link><col><svg></template>", "<template><col><template><style></col></style></template></template>",
        "<template><table><col><tr><td><svg><title></template></title></svg></table></template>", "<template><tr><col><script></template></script></template>",
        "<template><svg><title><style></template><p></style></title></svg></template>", "<template><svg><desc><script></template><p></script></desc></svg></template>",
        "<template><svg><foreignObject><title></template><p></title></foreignObject></svg></template>", "<template><svg><g><style></template>",
        "<template><math><annotation-xml encoding=Text/HTML><style></template><p></style></annotation-xml></math></template>",
        "<template><math><annotation-xml><style></template>", "<template><math><annotation-xml><svg><style></template>",
        "<template><math><mtext><style></template><p></style></mtext></math></template>", "<template><math><mtext><mglyph><style></template>",
        "<template><svg><font><style></template>", "<template><svg><font face=a><style></template><p></style></template>",
        "<template><svg><desc><b></b><![CDATA[</template><p>]]></desc></svg></template>", "<template><svg/><style></template><p></style></template>",
        "<template><math><mi><p></mi></math></template>", "<template><svg><desc><p>a</p><title>x</title></desc></svg></template>",
        "<template><svg><template></template></svg></template>", "<template><svg><p></template>", "<template><script></template></script></template>",
        "<template><tr><td></template>", "<template></body></html></br></template>", "<template><!-- </template> --></template>",
    ];

    private static readonly string[] Closing =
    [
        "", "</head>", "</HEAD \n>", "</head/>", "</head x='>'>", "x", "&nbsp;", "<", "</", "< ", "<3", "<body>", "<p>", "<div>", "</br>", "</body>",
        "</html>", "<frameset>", "<svg><title></head></title></svg>", "<table>", "<image>", "<select>", "<textarea></head></textarea>", "<plaintext>",
        "<meta ", "<di", "<!--", "<!doctyp", "<script>", "<title>", "<template>", "<![CDATA[", "</head", "<body class='",
    ];

    private static readonly string[] Behind =
    [
        "", "<head>", "</head>", "<title>t</title>", "<script>s</script>", "<body>", "text", "<!-- c -->", "<svg><head></svg>", "</html>", "<template><head></template>",
    ];

    private static IReadOnlyList<string> Texts { get; } =
        [.. Html5lib.Documents.Select(Encoding.UTF8.GetString).Where(static text => !text.Contains('\0'))];

    public static Gen<string> Documents { get; } = Gen.Select(
        Pieces(Opening, 4), Pieces(Inside, 6), Pieces(Closing, 2), Pieces(Behind, 3),
        static (opening, inside, closing, behind) => opening + inside + closing + behind);

    private static Gen<(string Document, int Cut)> Half { get; } =
        from document in Gen.Int[0, Texts.Count - 1].Select(static i => Texts[i])
        from cut in Gen.Int[0, document.Length]
        select (document, cut);

    /// <summary>The start of one html5lib document and the end of another.</summary>
    public static Gen<string> Spliced { get; } = Gen.Select(Half, Half, static (first, second) =>
        first.Document[..first.Cut] + second.Document[second.Cut..]);

    private static Gen<string> Pieces(string[] of, int most) => Gen.Int[0, of.Length - 1].Select(i => of[i]).Array[0, most].Select(string.Concat);
}
