using CsCheck;

namespace Gatehouse.Html.Tests.Support;

/// <summary>Random tags, as they come.</summary>
internal static class TagSoup
{
    private static readonly string[] Pieces =
    [
        "<p>", "</p>", "<div>", "</div>", "<ul>", "</ul>", "<ol>", "<li>", "</li>", "<dl>", "<dt>", "<dd>", "</dl>", "</dd>", "<table>", "</table>",
        "<tbody>", "</tbody>", "<thead>", "<tr>", "</tr>", "<td>", "</td>", "<caption>", "</caption>", "<h1>", "</h1>", "<h2>", "</h2>",
        "<b>", "</b>", "<i>", "</i>", "<a>", "</a>", "<span>", "</span>", "<button>", "</button>", "<form>", "<br>", "<hr>", "<x-y>", "</x-y>",
        "<ruby>", "<rb>", "<rt>", "<rp>", "</ruby>", "<svg>", "</svg>", "<g>", "</g>", "<path/>", "<desc>x</desc>", "<desc>", "<foreignObject><b>x</b></foreignObject>", "<foreignObject>",
        "<math>", "</math>", "<mi>x</mi>", "<mi><b>x</b></mi>", "<section>", "</section>", "<pre>", "</pre>", "<object>", "</object>", "</br>",
        "<blockquote>", "</blockquote>", "<font color=x>", "</font>", "<nobr>", "</nobr>", "<option>", "x", "x", " ",
    ];

    /// <summary>What stands in a body.</summary>
    public static Gen<string> Bodies { get; } = Gen.Int[0, Pieces.Length - 1].Select(static i => Pieces[i]).Array[1, 12].Select(string.Concat);
}
