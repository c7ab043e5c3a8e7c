using BenchmarkDotNet.Attributes;
using Gatehouse.Html;

namespace Gatehouse.Benchmarks.Html;

/// <summary>What does each thing cost that a handler can do? The baseline is to be called and do nothing.</summary>
[MemoryDiagnoser]
public class HandlerBenchmarks
{
    private const int ChunkSize = 16 * 1024;
    private readonly ReusedWriter _writer = new(3 * Pages.Small.Length);
    private readonly HtmlRewriterProgram _nothing = Links(static _ => { });
    private readonly HtmlRewriterProgram _getAttribute = Links(static link => _ = link.GetAttribute("href"));
    private readonly HtmlRewriterProgram _setOne = Links(static link => link.SetAttribute("href", "/"));
    private readonly HtmlRewriterProgram _addOne = Links(static link => link.SetAttribute("rel", "nofollow"));
    private readonly HtmlRewriterProgram _removeOne = Links(static link => link.RemoveAttribute("href"));
    private readonly HtmlRewriterProgram _before = Links(static link => link.Before("x"));
    private readonly HtmlRewriterProgram _append = Links(static link => link.Append("x"));
    private readonly HtmlRewriterProgram _setInner = Links(static link => link.SetInnerContent("x"));
    private readonly HtmlRewriterProgram _remove = Links(static link => link.Remove());
    private readonly HtmlRewriterProgram _endTag = Links(static link => link.OnEndTag(static _ => { }));
    private readonly HtmlRewriterProgram _textOfLinks = new HtmlRewriterBuilder().OnText("a", static _ => { }).Build();
    private readonly HtmlRewriterProgram _replaceText = new HtmlRewriterBuilder().OnText("a", static text => text.Replace("x")).Build();
    private readonly HtmlRewriterProgram _async = new HtmlRewriterBuilder().OnElement("a[href]", static _ => ValueTask.CompletedTask).Build();

    [Benchmark(Baseline = true)]
    public int Nothing() => Run(_nothing);

    [Benchmark]
    public int GetAttribute() => Run(_getAttribute);

    [Benchmark]
    public int SetAttributeThatIsThere() => Run(_setOne);

    [Benchmark]
    public int AddAttribute() => Run(_addOne);

    [Benchmark]
    public int RemoveAttribute() => Run(_removeOne);

    [Benchmark]
    public int Before() => Run(_before);

    [Benchmark]
    public int Append() => Run(_append);

    [Benchmark]
    public int SetInnerContent() => Run(_setInner);

    [Benchmark]
    public int Remove() => Run(_remove);

    [Benchmark]
    public int EndTag() => Run(_endTag);

    [Benchmark]
    public int TextOfLinks() => Run(_textOfLinks);

    [Benchmark]
    public int ReplaceTextOfLinks() => Run(_replaceText);

    [Benchmark]
    public async Task<int> Awaited()
    {
        _writer.Clear();
        using var rewriter = _async.Open(_writer);
        for (var at = 0; at < Pages.Small.Length; at += ChunkSize)
        {
            await rewriter.WriteAsync(Pages.Small.AsMemory(at, Math.Min(ChunkSize, Pages.Small.Length - at)));
        }

        await rewriter.EndAsync();
        return _writer.Written;
    }

    private static HtmlRewriterProgram Links(Action<HtmlElement> handler) => new HtmlRewriterBuilder().OnElement("a[href]", handler).Build();

    private int Run(HtmlRewriterProgram program)
    {
        _writer.Clear();
        using var rewriter = program.Open(_writer);
        for (var at = 0; at < Pages.Small.Length; at += ChunkSize)
        {
            rewriter.Write(Pages.Small.AsSpan(at, Math.Min(ChunkSize, Pages.Small.Length - at)));
        }

        rewriter.End();
        return _writer.Written;
    }
}
