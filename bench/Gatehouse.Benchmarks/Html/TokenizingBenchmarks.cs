using BenchmarkDotNet.Attributes;

namespace Gatehouse.Benchmarks.Html;

/// <summary>How fast can everything be read that handlers could ask for?</summary>
[MemoryDiagnoser]
public class TokenizingBenchmarks
{
    private RewriterRuns _runs = null!;

    [Params(60, 1000)]
    public int Kilobytes { get; set; }

    [GlobalSetup]
    public void Setup() => _runs = new RewriterRuns(Kilobytes == 60 ? Pages.Small : Pages.Large);

    [Benchmark(Baseline = true)]
    public int Tokenize() => _runs.Tokenize();

    [Benchmark]
    public int TokenizeWithAttributes() => _runs.TokenizeWithAttributes();
}
