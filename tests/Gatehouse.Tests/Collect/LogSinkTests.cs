using System.Net;
using Gatehouse.Events;
using Gatehouse.Tests.Harness;

namespace Gatehouse.Tests.Collect;

/// <summary>What senders are told of the log's answers.</summary>
public sealed class LogSinkTests
{
    private const string Page = """{"anonymousId":"A","messageId":"m"}""";

    [Theory]
    [InlineData(nameof(AppendStatus.Overloaded), null, 429, "overload", "1")]
    [InlineData(nameof(AppendStatus.Overloaded), 7, 429, "overload", "7")]
    [InlineData(nameof(AppendStatus.DiskFull), null, 503, "disk_full", "10")]
    [InlineData(nameof(AppendStatus.DiskFull), 30, 503, "disk_full", "30")]
    [InlineData(nameof(AppendStatus.Failed), null, 503, "unavailable", "10")]
    public async Task What_the_log_does_not_take_is_told_to_come_back(string trouble, int? seconds, int status, string code, string advice)
    {
        var log = new MemoryEventLog { Trouble = new(Enum.Parse<AppendStatus>(trouble), RetryAfter: seconds is { } some ? TimeSpan.FromSeconds(some) : null) };
        await using var edge = await TestEdge.StartAsync(log: log);

        using var answer = await edge.PostEventAsync("p", Page);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(code, await answer.CodeAsync());
        Assert.Equal(advice, answer.Headers.RetryAfter?.ToString());
        Assert.Equal(status == 429, answer.Headers.TryGetValues("X-RateLimit-Reset", out var reset) && reset.Single() == advice);
        Assert.Empty(answer.Cookies());
    }

    [Fact]
    public async Task A_repeat_is_answered_as_the_first_time()
    {
        var log = new MemoryEventLog();
        await using var edge = await TestEdge.StartAsync(log: log);

        using var first = await edge.PostEventAsync("p", Page);
        using var second = await edge.PostEventAsync("p", Page);

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(1, log.Next);
    }

    [Fact]
    public async Task An_event_that_is_shed_is_not_a_success()
    {
        await using var edge = await TestEdge.StartAsync(log: new MemoryEventLog { Trouble = new(AppendStatus.Stored, ShedAt: [0]) });

        using var answer = await edge.PostEventAsync("p", Page);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("shed", await answer.CodeAsync());
    }

    [Fact]
    public async Task What_was_shed_of_a_batch_is_named_by_its_place_among_what_was_sent()
    {
        await using var edge = await TestEdge.StartAsync(log: new MemoryEventLog { Trouble = new(AppendStatus.Stored, 1, 0, [0, 2]) });

        using var answer = await edge.PostEventAsync("b", """{"batch":[{"type":"track","anonymousId":"A"},{"type":"page","anonymousId":"A"},{"type":"identify","anonymousId":"A"},{"type":"page"},{"type":"page","anonymousId":"A"}]}""");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(
            """{"success":true,"shed":2,"refused":[{"index":0,"code":"event_missing"},{"index":1,"code":"shed"},{"index":3,"code":"id_missing"},{"index":4,"code":"shed"}]}""",
            (await answer.JsonAsync()).ToJsonString());
    }

    [Theory]
    [InlineData("fsync", null)]
    [InlineData("interval", null)]
    [InlineData("memory", "memory")]
    public async Task An_answer_for_what_is_in_memory_alone_says_so(string durability, string? header)
    {
        await using var edge = await TestEdge.StartAsync(settings: [("Gatehouse:Durability", durability)]);

        using var answer = await edge.PostEventAsync("p", Page);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(header, answer.Headers.TryGetValues("Gatehouse-Durability", out var values) ? values.Single() : null);
    }
}
