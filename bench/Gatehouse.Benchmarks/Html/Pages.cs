using System.Globalization;
using System.Text;

namespace Gatehouse.Benchmarks.Html;

/// <summary>Ordinary pages of a shop, the same at every run.</summary>
internal static class Pages
{
    private static readonly string[] Words =
        "amber basket birch bridge canvas cellar clover copper drift ember fern flint garden harvest heather island juniper kettle lantern linen maple meadow nettle orchard pebble pine quarry river saddle thicket timber valley willow winter"
            .Split(' ');

    public static byte[] Small { get; } = OfSize(60_000);

    public static byte[] Large { get; } = OfSize(1_000_000);

    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, "page-60k.html"), Small);
        File.WriteAllBytes(Path.Combine(folder, "page-1m.html"), Large);
    }

    private static byte[] OfSize(int size)
    {
        var page = new StringBuilder(Head);
        var draw = new Draw();
        for (var item = 1; page.Length < size; item++)
        {
            Append(page, item, draw);
        }

        page.Append("</main>\n<footer><p>&copy; Harvest &amp; Heather <a href=\"/imprint\">Imprint</a></p></footer>\n<script src=\"/app.js\" defer></script>\n</body>\n</html>\n");
        return Encoding.UTF8.GetBytes(page.ToString());
    }

    private static void Append(StringBuilder page, int item, Draw draw) => page.Append(
        CultureInfo.InvariantCulture,
        $"""
        <article class="card card--wide" id="item-{item}" data-sku="{draw.Next(9_000_000)}">
          <!-- item {item} -->
          <h2><a href="/items/{item}?from=list&amp;at={item}" title="{draw.Sentence(Words, 4)}">{draw.Sentence(Words, 3)}</a></h2>
          <img src="/img/{item}.jpg" alt="{draw.Sentence(Words, 5)}" width="320" height="240" loading="lazy">
          <p>{draw.Sentence(Words, 14)}. <b>{draw.Sentence(Words, 3)}</b> {draw.Sentence(Words, 12)}. {draw.Sentence(Words, 11)}.</p>
          <ul><li>{draw.Sentence(Words, 3)}</li><li>{draw.Sentence(Words, 4)}</li></ul>
          <button type="button" class="button button--buy" data-item="{item}">Add for &euro;{draw.Next(90)}.50</button>
        </article>

        """);

    private static string Head =>
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Harvest &amp; Heather</title>
        <meta name="description" content="Things of linen, copper and willow">
        <link rel="stylesheet" href="/site.css"><link rel="preload" href="/text.woff2" as="font" crossorigin>
        <script type="application/ld+json">{"@context":"https://schema.org","@type":"Store","name":"Harvest & Heather"}</script>
        <style>:root{--ink:#222}.card>h2{margin:0}</style>
        <script>window.layer=window.layer||[];if(1<2){layer.push({head:'</hea'+'d>'})}</script>
        </head>
        <body class="list">
        <main>

        """;

    /// <summary>A linear congruential generator: pages need variety, not chance.</summary>
    private sealed class Draw
    {
        private uint _state = 7;

        public int Next(int limit)
        {
            _state = (_state * 1664525) + 1013904223;
            return (int)(((ulong)_state * (uint)limit) >> 32);
        }

        public string Sentence(string[] words, int count) =>
            string.Join(' ', Enumerable.Range(0, count).Select(_ => words[Next(words.Length)]));
    }
}
