using System.Text;
using Gatehouse.Delivery;
using Gatehouse.Delivery.Books;
using Gatehouse.Delivery.Readers;
using Gatehouse.Storage;
using Gatehouse.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gatehouse.Tests.Delivery.Readers;

/// <summary>Dead letters that an operator sends again.</summary>
public sealed class ResendTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_letter_that_two_operators_send_again_at_once_goes_once()
    {
        using var mayAnswer = new ManualResetEventSlim();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var attempts = 0;
        var kind = new ScriptedDestination(_ =>
        {
            switch (Interlocked.Increment(ref attempts))
            {
                case 1:
                    return DeliveryResult.Refused("422: no email");
                case 2:
                    asked.SetResult();
                    mayAnswer.Wait(TimeSpan.FromSeconds(30), Cancel);
                    return DeliveryResult.Delivered();
                default:
                    return DeliveryResult.Delivered();
            }
        });
        await using var edge = await TestEdge.StartAsync(settings: [("Destinations:d:Type", "scripted")], build: builder => builder.AddDestination(kind));
        using var body = new StringContent("""{"type":"track","event":"E","anonymousId":"a","messageId":"m"}""", Encoding.UTF8, "application/json");
        using var answer = await edge.Client.PostAsync("/seg/events/t", body, Cancel);
        answer.EnsureSuccessStatusCode();
        await edge.BalancedAsync();
        var letter = Assert.Single(await edge.Services.GetRequiredService<DeliveryBooks>().ReadAsync(static connection => DeadLetters.List(connection, "shop", "d", 0, 10)));
        var reader = edge.Services.GetRequiredService<DeliveryReaders>().Find("shop", "d")!;

        var first = Task.Run(() => reader.ResendAsync(letter, Cancel), Cancel);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        var second = reader.ResendAsync(letter, Cancel);
        mayAnswer.Set();

        Assert.Equal(DeliveryVerdict.Delivered, (await first).Verdict);
        Assert.Equal(DeliveryVerdict.Retry, (await second).Verdict);
        Assert.Equal("m", Assert.Single(kind.Taken).MessageId);
        await edge.BalancedAsync();
    }

    [Fact]
    public async Task A_letter_that_cannot_be_read_is_not_sent_again()
    {
        var attempts = 0;
        var kind = new ScriptedDestination(_ => Interlocked.Increment(ref attempts) == 1 ? DeliveryResult.Refused("no") : DeliveryResult.Delivered());
        await using var edge = await TestEdge.StartAsync(settings: [("Destinations:d:Type", "scripted")], build: builder => builder.AddDestination(kind));
        using var body = new StringContent("""{"type":"track","event":"E","anonymousId":"a","messageId":"m"}""", Encoding.UTF8, "application/json");
        using var answer = await edge.Client.PostAsync("/seg/events/t", body, Cancel);
        answer.EnsureSuccessStatusCode();
        await edge.BalancedAsync();
        var books = edge.Services.GetRequiredService<DeliveryBooks>();
        await books.WriteAsync(static writer => SqliteFile.Execute(writer.Connection, "UPDATE dead SET event = x'7b'"));
        var letter = Assert.Single(await books.ReadAsync(static connection => DeadLetters.List(connection, "shop", "d", 0, 10)));

        var outcome = await edge.Services.GetRequiredService<DeliveryReaders>().Find("shop", "d")!.ResendAsync(letter, Cancel);

        Assert.Equal(new(DeliveryVerdict.Refused, "not sent: its event cannot be read; delete the letter"), outcome);
        Assert.Equal(1, attempts);
        Assert.Equal(1, await books.ReadAsync(BookQuestions.CountDead));
    }
}
