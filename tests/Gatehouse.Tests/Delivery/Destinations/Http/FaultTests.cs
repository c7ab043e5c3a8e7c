using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gatehouse.Conformance.Delivery;
using Gatehouse.Delivery;
using Gatehouse.Tests.Harness;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Tests.Delivery.Destinations.Http;

/// <summary>What becomes of an event whose receiver misbehaves.</summary>
public sealed class FaultTests
{
    private static readonly TimeSpan Never = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Fault.ClosesAtOnce, DeliveryVerdict.Retry, "could not be reached")]
    [InlineData(Fault.ClosesAfterTheRequest, DeliveryVerdict.Retry, "could not be reached (ResponseEnded)")]
    [InlineData(Fault.ClosesInItsAnswer, DeliveryVerdict.Retry, "could not be reached (ResponseEnded)")]
    [InlineData(Fault.TalksGarbage, DeliveryVerdict.Retry, "could not be reached (InvalidResponse)")]
    [InlineData(Fault.SendsHeadersWithoutEnd, DeliveryVerdict.Retry, "could not be reached (ConfigurationLimitExceeded)")]
    [InlineData(Fault.IsBusy, DeliveryVerdict.Retry, "429: no")]
    [InlineData(Fault.Fails, DeliveryVerdict.Retry, "500: no")]
    [InlineData(Fault.Redirects, DeliveryVerdict.Retry, "307: no")]
    [InlineData(Fault.HasNoSuchAddress, DeliveryVerdict.Retry, "404: no")]
    [InlineData(Fault.WantsCredentials, DeliveryVerdict.Retry, "401: no")]
    [InlineData(Fault.RefusesEverything, DeliveryVerdict.Refused, "422: no")]
    [InlineData(Fault.RefusesWithoutEnd, DeliveryVerdict.Refused, "400: xxxxxxxx")]
    [InlineData(Fault.TakesAndTalksWithoutEnd, DeliveryVerdict.Delivered, "200")]
    public async Task A_fault_has_a_verdict_and_an_answer(Fault fault, DeliveryVerdict verdict, string answer)
    {
        await using var server = MisbehavingServer.Start(connection => Faults.ServeAsync(fault, connection));
        await using var destination = Webhook(server.Url);

        var result = await SendAsync(destination);

        Assert.Equal(verdict, result.Verdict);
        Assert.StartsWith(answer, result.Answer, StringComparison.Ordinal);
        Assert.InRange(result.Answer!.Length, 1, 300);
        Assert.Equal(fault == Fault.IsBusy ? TimeSpan.FromSeconds(1) : null, result.RetryAfter);
    }

    [Theory]
    [InlineData(Fault.Stalls)]
    [InlineData(Fault.TricklesItsHead)]
    public async Task Who_does_not_answer_is_left_when_the_time_is_over(Fault fault)
    {
        var reached = new TaskCompletionSource();
        await using var server = MisbehavingServer.Start(async connection =>
        {
            reached.TrySetResult();
            await Faults.ServeAsync(fault, connection);
        });
        await using var destination = Webhook(server.Url);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Cancel);

        var attempt = destination.SendAsync(DestinationEvents.Batch(DestinationEvents.Some(1, 1)), timeout.Token).AsTask();
        await reached.Task;
        await timeout.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => attempt.WaitAsync(Never, Cancel));
    }

    [Fact]
    public async Task The_text_of_an_answer_is_not_waited_for_long()
    {
        var time = new FakeTimeProvider();
        await using var server = MisbehavingServer.Start(static connection => Faults.ServeAsync(Fault.RefusesAndStalls, connection));
        await using var destination = Webhook(server.Url, time);

        var attempt = SendAsync(destination);
        while (!attempt.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        var result = await attempt;
        Assert.Equal(DeliveryVerdict.Refused, result.Verdict);
        Assert.Matches("^400(: begin)?$", result.Answer!);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        var requests = 0;
        await using var server = MisbehavingServer.Start(async connection =>
        {
            while (await connection.ReadAsync() is not null)
            {
                requests++;
                await connection.WriteAsync("HTTP/1.1 302 Found\r\nLocation: /in\r\nContent-Length: 0\r\n\r\n");
            }
        });
        await using var destination = Webhook(server.Url);

        Assert.Equal(DeliveryVerdict.Retry, (await SendAsync(destination)).Verdict);
        Assert.Equal(1, requests);
    }

    [Fact]
    public async Task A_wrong_certificate_is_a_retry_and_gets_no_event()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=other.example", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        using var loaded = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        string? got = null;
        await using var server = MisbehavingServer.Start(async connection => got = await connection.ReadAsync(), loaded);
        await using var destination = Webhook(server.Url);

        var result = await SendAsync(destination);

        Assert.Equal(DeliveryVerdict.Retry, result.Verdict);
        Assert.StartsWith("could not be reached safely: ", result.Answer, StringComparison.Ordinal);
        Assert.Null(got);
    }

    [Fact]
    public async Task After_a_fault_the_next_event_is_delivered()
    {
        var faults = new ConcurrentQueue<Fault>([Fault.ClosesAtOnce, Fault.TalksGarbage, Fault.ClosesInItsAnswer]);
        await using var server = MisbehavingServer.Start(async connection =>
        {
            if (faults.TryDequeue(out var fault))
            {
                await Faults.ServeAsync(fault, connection);
                return;
            }

            await connection.ReadAsync();
            await connection.WriteAsync("HTTP/1.1 204 No Content\r\n\r\n");
        });
        await using var destination = Webhook(server.Url);

        var verdicts = new List<DeliveryVerdict>();
        while (verdicts.Count < 10 && !verdicts.Contains(DeliveryVerdict.Delivered))
        {
            verdicts.Add((await SendAsync(destination)).Verdict);
        }

        Assert.Equal(DeliveryVerdict.Delivered, verdicts[^1]);
        Assert.All(verdicts[..^1], static verdict => Assert.Equal(DeliveryVerdict.Retry, verdict));
    }

    private static IDestination Webhook(string url, TimeProvider? time = null) =>
        TestDestinations.Create($$"""{ "Type": "webhook", "Url": "{{url}}", "AllowPrivateNetwork": true, "Secret": "s" }""", time);

    private static Task<DeliveryResult> SendAsync(IDestination destination) =>
        destination.SendAsync(DestinationEvents.Batch(DestinationEvents.Some(1, 1)), Cancel).AsTask().WaitAsync(Never, Cancel);
}
