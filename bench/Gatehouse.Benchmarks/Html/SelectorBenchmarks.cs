using System.Globalization;
using BenchmarkDotNet.Attributes;
using Gatehouse.Html;

namespace Gatehouse.Benchmarks.Html;

/// <summary>What do selectors cost that cannot match? As much as ten of them, however many there are.</summary>
[MemoryDiagnoser]
public class SelectorBenchmarks
{
    private static readonly string[] Forms =
    [
        "x-{0}", ".none-{0}", "#none-{0}", "[data-none-{0}]", "a.none-{0}", ".none-{0} > *", "li + .none-{0}", "p[title='none {0}']",
        "ul li.none-{0} b", ".none-{0} ~ a:not([href])",
    ];

    private readonly ReusedWriter _writer = new(2 * Pages.Small.Length);
    private HtmlRewriterProgram _program = null!;

    [Params(10, 100, 1000)]
    public int Selectors { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var builder = new HtmlRewriterBuilder();
        for (var i = 0; i < Selectors; i++)
        {
            builder.OnElement(string.Format(CultureInfo.InvariantCulture, Forms[i % Forms.Length], i), Fail);
        }

        _program = builder.Build();
    }

    [Benchmark]
    public int SelectorsThatCannotMatch()
    {
        _writer.Clear();
        using var rewriter = _program.Open(_writer);
        rewriter.Write(Pages.Small);
        rewriter.End();
        return _writer.Written;
    }

    private static void Fail(HtmlElement element) => throw new InvalidOperationException($"A selector matched {element.TagName}.");
}
