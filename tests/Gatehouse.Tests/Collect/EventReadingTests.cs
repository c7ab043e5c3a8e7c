using System.Text;
using Gatehouse.Collect;
using Gatehouse.Visitors;

namespace Gatehouse.Tests.Collect;

public sealed class EventReadingTests
{
    // What an event may take besides its own bytes: its ids, its message id, itself, its place in the lists.
    private const int Overhead = 1024;

    private static readonly string Event = $$"""{"type":"track","event":"E","anonymousId":"{{Guid.Empty}}","messageId":"{{Guid.Empty}}","context":{"page":{"url":"https://www.shop.example/"} },"properties":{"padding":"{{new string('x', 500)}}"} }""";

    [Fact]
    public void An_event_takes_little_more_memory_than_its_bytes() =>
        Assert.InRange(AllocatedBy("t", Event), Event.Length, Event.Length + Overhead);

    [Theory]
    [InlineData("")]
    [InlineData(""","context":{"app":{"name":"shop"} },"sentAt":"2026-11-24T10:00:00.131Z" """)]
    public void An_event_of_a_batch_takes_no_more_than_one_alone(string shared)
    {
        var batch = "{\"batch\":[" + string.Join(',', Enumerable.Repeat(Event, 500)) + "]" + shared + "}";

        // What a batch shares may double in each event, and there is one buffer to do that in.
        Assert.InRange(AllocatedBy("b", batch) / 500, Event.Length, Event.Length + (2 * shared.Length) + Overhead);
    }

    private static long AllocatedBy(string method, string body)
    {
        var call = new EventCall { Method = EventMethod.Parse(method)!.Value, Visitor = Visitor.Unknown };
        var json = Encoding.UTF8.GetBytes(body);
        Read();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var taken = Read();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.NotEqual(0, taken);
        return allocated;

        int Read()
        {
            var ids = new EventIds(call.Visitor);
            return EventReading.Read(json, call, DateTimeOffset.UnixEpoch, ref ids).Events.Count;
        }
    }
}
