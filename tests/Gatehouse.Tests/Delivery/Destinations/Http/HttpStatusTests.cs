using Gatehouse.Delivery.Destinations.Http;

namespace Gatehouse.Tests.Delivery.Destinations.Http;

public sealed class HttpStatusTests
{
    [Fact]
    public void Every_status_means_one_thing()
    {
        var meanings = Enumerable.Range(100, 500).ToLookup(static status => HttpStatus.Of(status, urlDependsOnEvent: false));

        Assert.Equal(Enumerable.Range(200, 100), meanings[HttpStatusMeaning.Delivered]);
        Assert.Equal([408, 425, 429, .. Enumerable.Range(500, 100)], meanings[HttpStatusMeaning.Busy]);
        Assert.Equal(
            [.. Enumerable.Range(100, 100), .. Enumerable.Range(300, 100), 401, 402, 403, 404, 405, 407, 410, 415, 421, 426],
            meanings[HttpStatusMeaning.Misconfigured]);
        Assert.Equal([400, 406, 409, 411, 412, 413, 414, 416], meanings[HttpStatusMeaning.Refused].Take(8));
    }

    [Fact]
    public void An_address_of_the_events_own_that_is_not_there_is_a_refusal()
    {
        var others = Enumerable.Range(100, 500).Where(static status => HttpStatus.Of(status, urlDependsOnEvent: true) != HttpStatus.Of(status, urlDependsOnEvent: false));

        Assert.Equal([404, 410], others);
        Assert.Equal(HttpStatusMeaning.Refused, HttpStatus.Of(404, urlDependsOnEvent: true));
    }
}
