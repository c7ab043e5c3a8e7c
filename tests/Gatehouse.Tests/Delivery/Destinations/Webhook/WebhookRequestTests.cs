using System.Security.Cryptography;
using System.Text;
using Gatehouse.Conformance.Delivery;
using Gatehouse.Delivery;
using Gatehouse.Delivery.Readers;
using Gatehouse.Tests.Harness;
using Microsoft.AspNetCore.Http;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

namespace Gatehouse.Tests.Delivery.Destinations.Webhook;

public sealed class WebhookRequestTests
{
    private const string Old = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string New = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    [Theory]
    [InlineData("", 1)]
    [InlineData(""", "Gzip": true, "Batch": { "Events": 10 }""", 3)]
    public async Task The_signature_is_what_Standard_Webhooks_wants_with_each_of_two_secrets(string settings, int count)
    {
        var (request, body) = await SendAsync($$""" "Secret": [ "{{Old}}", "{{New}}" ]{{settings}} """, count);

        var signatures = request.Headers["webhook-signature"].Split(' ');
        Assert.Equal(2, signatures.Length);
        foreach (var (secret, other, signature) in new[] { (Old, New, signatures[0]), (New, Old, signatures[1]) })
        {
            // One at a time: of several this verifier never looks at the last.
            var headers = new HeaderDictionary
            {
                ["webhook-id"] = request.Headers["webhook-id"], ["webhook-timestamp"] = request.Headers["webhook-timestamp"], ["webhook-signature"] = signature,
            };
            new StandardWebhook(secret).Verify(body, headers);
            Assert.Throws<WebhookVerificationException>(() => new StandardWebhook(secret).Verify(body + " ", headers));
            Assert.Throws<WebhookVerificationException>(() => new StandardWebhook(other).Verify(body, headers));
        }
    }

    [Theory]
    [InlineData("event")]
    [InlineData("array")]
    public async Task A_request_of_a_replay_says_so_and_has_another_id(string format)
    {
        var (first, _) = await SendAsync($$""" "Secret": "s", "Format": "{{format}}" """, 1);
        var (again, _) = await SendAsync($$""" "Secret": "s", "Format": "{{format}}" """, 1, replay: "7");

        Assert.DoesNotContain("Gatehouse-Replay", first.Headers.Keys);
        Assert.Equal("7", again.Headers["Gatehouse-Replay"]);
        Assert.Equal("message-1-r7", again.Headers["webhook-id"]);
    }

    [Fact]
    public async Task Events_of_a_replayed_batch_that_go_one_by_one_have_the_ids_that_they_have_alone()
    {
        await using var receiver = await TestReceiver.StartAsync();
        await using var destination = TestDestinations.Create($$"""{ "Type": "webhook", "Url": "{{receiver.Url}}", "AllowPrivateNetwork": true, "Secret": "s", "Format": "event", "Batch": { "Events": 10 } }""");

        await destination.SendAsync(DestinationEvents.Batch(DestinationEvents.Some(1, 2), replay: "7"), TestContext.Current.CancellationToken);

        Assert.Equal(["message-1-r7", "message-2-r7"], receiver.Received.Select(static received => received.Request.Headers["webhook-id"]));
    }

    [Fact]
    public async Task A_secret_in_plain_text_is_a_key_as_it_stands()
    {
        var (request, body) = await SendAsync(""" "Secret": "a plain secret" """, 1);

        var signed = $"{request.Headers["webhook-id"]}.{request.Headers["webhook-timestamp"]}.{body}";
        Assert.Equal("v1," + Convert.ToBase64String(HMACSHA256.HashData("a plain secret"u8, Encoding.UTF8.GetBytes(signed))), request.Headers["webhook-signature"]);
        Assert.Equal("message-1", request.Headers["webhook-id"]);
    }

    [Theory]
    [InlineData("segment", "event", true)]
    [InlineData("segment", "array", true)]
    [InlineData("segment-actions", "event", true)]
    [InlineData("segment-actions", "array", false)]
    public async Task The_signature_is_the_one_of_Segments_webhooks(string signature, string format, bool isOfAll)
    {
        var (request, body) = await SendAsync($$""" "Secret": "shared", "Signature": "{{signature}}", "Format": "{{format}}" """, format == "array" ? 2 : 1);

        var signed = isOfAll ? body : Encoding.UTF8.GetString(DestinationEvents.One(1).Json.Span);
#pragma warning disable CA5350 // It is what these receivers check.
        Assert.Equal(Convert.ToHexStringLower(HMACSHA1.HashData("shared"u8, Encoding.UTF8.GetBytes(signed))), request.Headers["X-Signature"]);
#pragma warning restore CA5350
        Assert.DoesNotContain("webhook-signature", request.Headers.Keys);
    }

    [Fact]
    public async Task A_request_is_an_event_with_the_headers_that_were_configured()
    {
        var (request, body) = await SendAsync(""" "Method": "PATCH", "Headers": { "X-Own": "é", "Authorization": "Bearer t" } """, 1);

        Assert.Equal("PATCH", request.Method);
        Assert.Equal("/in", request.Target);
        Assert.Equal(Encoding.UTF8.GetString(DestinationEvents.One(1).Json.Span), body);
        Assert.Equal("application/json; charset=utf-8", request.Headers["Content-Type"]);
        Assert.Matches(@"^Gatehouse/\d+\.\d+\.\d+$", request.Headers["User-Agent"]);
        Assert.Equal("Bearer t", request.Headers["Authorization"]);
        Assert.DoesNotContain("webhook-signature", request.Headers.Keys);
        Assert.DoesNotContain("traceparent", request.Headers.Keys);
    }

    [Theory]
    [InlineData(""" "Url": "https://u:p@a.example/" """, "Url", "Headers")]
    [InlineData(""" "Url": "a.example" """, "Url", "http or https")]
    [InlineData(""" "Url": "https://a.example/", "Secret": "whsec_not base64" """, "Secret", "base64")]
    [InlineData(""" "Url": "https://a.example/", "Signature": "standard" """, "Secret", "is missing")]
    [InlineData(""" "Url": "https://a.example/", "Secret": "s", "Signature": "sha1" """, "Signature", "standard, segment")]
    [InlineData(""" "Url": "https://a.example/", "Secret": "s", "Signature": [ "segment", "segment-actions" ] """, "Signature", "only one")]
    [InlineData(""" "Url": "https://a.example/", "Headers": { "content-length": "1" } """, "Headers:content-length", "remove it")]
    [InlineData(""" "Url": "https://a.example/", "Headers": { "webhook-id": "1" } """, "Headers:webhook-id", "remove it")]
    [InlineData(""" "Url": "https://a.example/", "Headers": { "gatehouse-replay": "1" } """, "Headers:gatehouse-replay", "remove it")]
    [InlineData(""" "Url": "https://a.example/", "Headers": { "X A": "1" } """, "Headers:X A", "no name")]
    [InlineData(""" "Url": "https://a.example/", "Headers": { "X-A": "a\nb" } """, "Headers:X-A", "one line")]
    public void A_fault_is_told_with_its_key_and_its_mend(string settings, string key, string mend)
    {
        var fault = Assert.Single(TestDestinations.Faults($$"""{ "Type": "webhook", {{settings}} }"""));

        Assert.Equal("Gatehouse:Sites:shop:Destinations:d:" + key, fault.Key);
        Assert.Contains(mend, fault.Mend, StringComparison.Ordinal);
    }

    private static DeliveryBatch Batch(int count, string? replay)
    {
        var events = DestinationEvents.Some(1, count);
        return new() { Id = BatchId.Of(Guid.Empty, events, replay), Replay = replay, Events = events, Attempt = 1 };
    }

    private static async Task<(SeenRequest Request, string Body)> SendAsync(string settings, int count, string? replay = null)
    {
        await using var receiver = await TestReceiver.StartAsync();
        await using var destination = TestDestinations.Create($$"""{ "Type": "webhook", "Url": "{{receiver.Url}}", "AllowPrivateNetwork": true, {{settings}} }""");
        var result = await destination.SendAsync(Batch(count, replay), TestContext.Current.CancellationToken);

        Assert.Equal(DeliveryVerdict.Delivered, result.Verdict);
        var (request, body) = Assert.Single(receiver.Received);
        return (request, Encoding.UTF8.GetString(body));
    }
}
