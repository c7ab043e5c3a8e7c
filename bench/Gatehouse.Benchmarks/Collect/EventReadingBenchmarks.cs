using System.Text;
using BenchmarkDotNet.Attributes;
using Gatehouse.Collect;
using Gatehouse.Visitors;

namespace Gatehouse.Benchmarks.Collect;

/// <summary>What does it cost to make events of a body: parse, check, complete ids, copy?</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class EventReadingBenchmarks
{
    private static readonly DateTimeOffset ReceivedAt = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly EventCall One = new() { Method = EventMethod.Parse("t")!.Value, Visitor = Visitor.Unknown };
    private static readonly EventCall Batch = new() { Method = EventMethod.Parse("b")!.Value, Visitor = Visitor.Unknown };

    private byte[] _one = [];
    private byte[] _batch = [];
    private byte[] _sharing = [];

    [GlobalSetup]
    public void Setup()
    {
        _one = Encoding.UTF8.GetBytes(SampleEvent.Text);
        var hundred = string.Join(',', Enumerable.Repeat(SampleEvent.Text, 100));
        _batch = Encoding.UTF8.GetBytes($$"""{"batch":[{{hundred}}]}""");
        _sharing = Encoding.UTF8.GetBytes($$"""{"batch":[{{hundred}}],"sentAt":"2026-11-24T10:00:00.131Z","context":{"app":{"name":"shop"} } }""");
    }

    [Benchmark(Baseline = true)]
    public int OneEvent() => Read(_one, One);

    [Benchmark(OperationsPerInvoke = 100)]
    public int OneOfABatchOf100() => Read(_batch, Batch);

    [Benchmark(OperationsPerInvoke = 100)]
    public int OneOfABatchOf100ThatSharesAContext() => Read(_sharing, Batch);

    private static int Read(byte[] json, EventCall call)
    {
        var ids = new EventIds(call.Visitor);
        return EventReading.Read(json, call, ReceivedAt, ref ids).Events.Count;
    }
}
