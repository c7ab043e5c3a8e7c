using System.Collections.Concurrent;
using System.Net;

namespace CustomDestination;

/// <summary>A chat that shows its last messages.</summary>
internal sealed class Chat
{
    private const int Most = 50;

    private readonly ConcurrentQueue<string> _messages = new();

    /// <summary>Takes a message. One without a text it never takes.</summary>
    public IResult Take(ChatMessage message)
    {
        if (string.IsNullOrWhiteSpace(message.Text))
        {
            return Results.BadRequest("no text");
        }

        _messages.Enqueue(message.Text);
        while (_messages.Count > Most)
        {
            _messages.TryDequeue(out _);
        }

        return Results.NoContent();
    }

    /// <summary>The page with the messages, and a button that orders something.</summary>
    public string Page()
    {
        var messages = string.Concat(_messages.Select(static message => $"<li>{WebUtility.HtmlEncode(message)}</li>"));
        return $$"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>Orders</title></head>
            <body>
            <h1>Orders</h1>
            <button onclick="analytics.track('Order Completed', { total: 12.5 }).then(() => setTimeout(() => location.reload(), 500))">Order</button>
            <ul>{{messages}}</ul>
            </body>
            </html>
            """;
    }
}
