using System.Text;
using CsCheck;
using Gatehouse.Html.Tests.Support;
using Gatehouse.Html.Tokenizing;

namespace Gatehouse.Html.Tests;

/// <summary>The place is judged by a parser of the whole standard.</summary>
public sealed class HeadPositionTests
{
    [Theory]
    [InlineData(HeadPosition.Start)]
    [InlineData(HeadPosition.End)]
    public void The_marker_lands_in_the_real_head_of_every_html5lib_document(HeadPosition position)
    {
        var failures = new List<string>();
        foreach (var document in Html5lib.Documents.Where(static document => !OracleIsWrongAbout(document)))
        {
            if (Judge(Encoding.UTF8.GetString(document), position) is { } failure)
            {
                failures.Add(failure);
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} failures\n{string.Join("\n\n", failures.Take(20))}");
    }

    [Theory]
    [InlineData(HeadPosition.Start)]
    [InlineData(HeadPosition.End)]
    public void The_marker_lands_in_the_real_head_of_documents_full_of_decoys(HeadPosition position) =>
        Decoys.Documents.Sample(
            document => Assert.Null(Judge(document, position)), iter: 20_000, print: static document => document);

    [Theory]
    [InlineData(HeadPosition.Start)]
    [InlineData(HeadPosition.End)]
    public void The_marker_lands_in_the_real_head_of_html5lib_documents_spliced_at_any_byte(HeadPosition position) =>
        Decoys.Spliced.Sample(
            document => Assert.Null(Judge(document, position)), iter: 20_000, print: static document => document);

    /// <summary>
    /// The oracle drops NUL everywhere in the head. By the standard (13.2.6.4.4, "anything else") it closes the head,
    /// and only "in body" drops it.
    /// </summary>
    private static bool OracleIsWrongAbout(byte[] document) => document.Contains((byte)0);

    private static string? Judge(string document, HeadPosition position)
    {
        var bytes = Encoding.UTF8.GetBytes(document);
        var injection = Injection.Of(bytes, new InHead(position), static length => [length]);
        if (injection.Outcome == HeadOutcome.NoPlace)
        {
            // Right if the head is open at the end, and what is put there is swallowed by what is open in it.
            var appended = Oracle.Parse(document + Injection.Marker);
            var isSwallowed = !(Oracle.Markers(appended) is [var marker] && marker.Parent == appended.Head);
            return isSwallowed && Oracle.Parse(document).Body!.ChildNodes.Length == 0 ? null : $"has a place: {document}";
        }

        if (injection.Outcome != HeadOutcome.Found)
        {
            return $"{injection.Outcome}: {document}";
        }

        var original = Oracle.Parse(document);
        var injected = Oracle.Parse(Encoding.UTF8.GetString(injection.Output));
        var markers = Oracle.Markers(injected);
        var failure =
            markers.Count != 1 ? $"{markers.Count} markers"
            : markers[0].Parent != injected.Head ? "not in head"
            : Oracle.Dump(original) != Oracle.Dump(injected) ? "tree changed\n" + Oracle.Dump(original) + "\n--\n" + Oracle.Dump(injected)
            : position == HeadPosition.Start && injected.Head!.FirstChild != markers[0] ? "not first"
            : position == HeadPosition.End && IsHeadStillOpenBehind(bytes, injection.Place) ? "head not closed"
            : null;
        return failure is null ? null : $"{failure}: {document}\n=> {Encoding.UTF8.GetString(injection.Output)}";
    }

    /// <summary>A comment behind the token that follows the place must not land in the head.</summary>
    private static bool IsHeadStillOpenBehind(byte[] document, int place)
    {
        var tokenizer = new Tokenizer { WholeComments = true };
        if (!tokenizer.Read(document.AsSpan(place), isLast: true, out var token))
        {
            return false;
        }

        var split = place + token.Raw.Length;
        var probed = Oracle.Parse(
            Encoding.UTF8.GetString(document.AsSpan(0, split)) + "<!--probe-->" + Encoding.UTF8.GetString(document.AsSpan(split)));
        return probed.Head!.ChildNodes.OfType<AngleSharp.Dom.IComment>().Any(static comment => comment.Data == "probe");
    }
}
