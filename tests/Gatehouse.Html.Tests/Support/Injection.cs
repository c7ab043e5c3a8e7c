using System.Buffers;
using System.Text;

namespace Gatehouse.Html.Tests.Support;

/// <summary>One document sent through an injector.</summary>
internal sealed record Injection(byte[] Output, HeadOutcome Outcome, FixedContent Content)
{
    public const string Marker = "<script data-gh></script>";

    public string Text => Encoding.Latin1.GetString(Output);

    /// <summary>How many bytes went out before the marker; -1: it was not put in.</summary>
    public int Place => Output.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Marker));

    public static Injection Of(string document, HeadInjectorOptions options, string content = Marker) =>
        Of(Encoding.Latin1.GetBytes(document), options, static length => [length], content);

    public static Injection Of(
        byte[] document, HeadInjectorOptions options, Func<int, IEnumerable<int>> sizes, string content = Marker)
    {
        var output = new ArrayBufferWriter<byte>();
        var asked = new FixedContent(content);
        using var injector = new HeadInjector(options, asked);
        foreach (var chunk in Cuts.Cut(document, sizes(document.Length)))
        {
            injector.Write(chunk.Span, output);
        }

        injector.Complete(output);
        Assert.Equal(0, injector.BytesHeld);
        return new Injection(output.WrittenSpan.ToArray(), injector.Outcome, asked);
    }
}
