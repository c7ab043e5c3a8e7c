using BenchmarkDotNet.Attributes;

namespace Gatehouse.Benchmarks.Html;

/// <summary>What does a page pay for the content in its head?</summary>
[MemoryDiagnoser]
public class HeadBenchmarks
{
    private RewriterRuns _runs = null!;

    [Params(60, 1000)]
    public int Kilobytes { get; set; }

    [GlobalSetup]
    public void Setup() => _runs = new RewriterRuns(Kilobytes == 60 ? Pages.Small : Pages.Large);

    [Benchmark]
    public int PutIntoHead() => _runs.PutIntoHead();
}
