using System.Text.Json;
using Gatehouse.Delivery.Replays;
using Gatehouse.Events;

namespace Gatehouse.Tests.Delivery.Replays;

public sealed class ReplayOrderReaderTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 8, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_order_says_whose_events_which_and_how_fast()
    {
        var order = Read("""{"site":"shop","destination":"hook","from":"7d","to":"2026-03-08T10:30Z","types":["track","page"],"names":["Order Completed"],"visitor":"user_id:u:1","rate":7}""", out _)!;

        Assert.Equal(("shop", "hook", 7), (order.Site, order.Destination, order.Rate));
        Assert.Equal((Now.AddDays(-7), new DateTimeOffset(2026, 3, 8, 10, 30, 0, TimeSpan.Zero)), (order.Filter.From, order.Filter.To));
        Assert.Equal([EventType.Track, EventType.Page], order.Filter.Types);
        Assert.Equal(["Order Completed"], order.Filter.Names);
        Assert.Equal((null, "u:1"), (order.Filter.AnonymousId, order.Filter.UserId));
    }

    [Fact]
    public void What_is_left_out_leaves_all_in()
    {
        var order = Read("""{"site":"shop","destination":"hook","from":null,"visitor":"anonymous_id:a1"}""", out _)!;

        Assert.Equal(ReplayOrderReader.DefaultRate, order.Rate);
        Assert.Equal((null, null, "a1"), (order.Filter.From, order.Filter.To, order.Filter.AnonymousId));
        Assert.Empty(order.Filter.Types);
        Assert.Empty(order.Filter.Names);
    }

    [Theory]
    [InlineData("[]", "one JSON object")]
    [InlineData("""{"site":"shop","destination":"hook","type":"track"}""", "nothing else")]
    [InlineData("""{"site":"shop"}""", "Name the site and the destination")]
    [InlineData("""{"site":"shop","destination":1}""", "Name the site and the destination")]
    [InlineData("""{"site":"shop","destination":"hook","from":"yesterday"}""", "from is no time")]
    [InlineData("""{"site":"shop","destination":"hook","to":7}""", "to is no time")]
    [InlineData("""{"site":"shop","destination":"hook","from":"1h","to":"2h"}""", "from is not before to")]
    [InlineData("""{"site":"shop","destination":"hook","from":"2027-01-01"}""", "from is not before to")]
    [InlineData("""{"site":"shop","destination":"hook","types":["click"]}""", "there are track, page, screen")]
    [InlineData("""{"site":"shop","destination":"hook","types":"track"}""", "types is an array")]
    [InlineData("""{"site":"shop","destination":"hook","names":[1]}""", "names is an array")]
    [InlineData("""{"site":"shop","destination":"hook","visitor":"u1"}""", "user_id:")]
    [InlineData("""{"site":"shop","destination":"hook","visitor":"user_id:"}""", "user_id:")]
    [InlineData("""{"site":"shop","destination":"hook","rate":0}""", "from 1 to 100000")]
    [InlineData("""{"site":"shop","destination":"hook","rate":1.5}""", "from 1 to 100000")]
    public void A_bad_order_is_refused_with_what_to_write(string json, string refusal)
    {
        Assert.Null(Read(json, out var why));
        Assert.Contains(refusal, why, StringComparison.Ordinal);
    }

    private static ReplayOrder? Read(string json, out string refusal)
    {
        using var document = JsonDocument.Parse(json);
        return ReplayOrderReader.Read(document.RootElement, Now, out refusal);
    }
}
