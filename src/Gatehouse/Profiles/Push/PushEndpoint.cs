using System.Text.Json;
using Gatehouse.Diagnostics;
using Gatehouse.Sites;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Profiles.Push;

/// <summary><c>POST /{prefix}/profiles</c> and <c>/{prefix}/personas</c>: where a vendor pushes what it knows of visitors.</summary>
internal sealed class PushEndpoint(PushIntake intake, EdgeMetrics metrics, TimeProvider time) : IFirstPartyEndpoint, IDisposable
{
    // So that strangers cannot take the room of those who have shown credentials, the two have rooms of their own.
    private readonly PushRoom _signed = new(64);
    private readonly PushRoom _trusted = new(32);

    /// <inheritdoc/>
    public Task? TryHandle(HttpContext context, EdgeContext edge, string tail) =>
        tail is "profiles" or "profiles/" or "personas" or "personas/" ? HandleAsync(context, edge.Site) : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        _signed.Dispose();
        _trusted.Dispose();
    }

    private async Task HandleAsync(HttpContext context, Site site)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.Headers.Allow = HttpMethods.Post;
            await RefuseAsync(context, site, PushRefusal.Method);
            return;
        }

        // Who it is comes first; without a sign of that, the body is not even read.
        var credentials = site.Get(PushCredentials.Part);
        var isTrusted = credentials.HasBasic(context.Request.Headers);
        var signature = isTrusted ? null : credentials.SignatureOf(context.Request.Headers);
        if (!isTrusted && signature is null)
        {
            await RefuseAsync(context, site, PushRefusal.Unauthorized);
            return;
        }

        var room = isTrusted ? _trusted : _signed;
        if (!await room.TryEnterAsync(context.RequestAborted))
        {
            await RefuseAsync(context, site, PushRefusal.Busy);
            return;
        }

        try
        {
            var (body, refusal) = await PushBody.ReadAsync(context.Request, time, isTrusted ? PushBody.MostBytes : PushBody.MostSignedBytes);
            refusal ??= signature is null ? null : PushSignature.Check(credentials, signature, body);
            await (refusal is { } why ? RefuseAsync(context, site, why) : TakeAsync(context, site, body.Text));
        }
        finally
        {
            room.Leave();
        }
    }

    private async Task TakeAsync(HttpContext context, Site site, ReadOnlyMemory<byte> text)
    {
        if (Parse(text.Span, out var messages) is { } refusal)
        {
            await RefuseAsync(context, site, refusal);
            return;
        }

        var tally = await intake.TakeAsync(site.Name, messages);
        if (tally.NotStored > 0)
        {
            await RefuseAsync(context, site, PushRefusal.NotStored);
        }
        else if (tally.Refused is { } first)
        {
            var message = tally.Stored + tally.Ignored + tally.RefusedCount == 1
                ? first.Fault
                : $"{tally.RefusedCount} messages are refused, the others are stored. Message {first.Index}: {first.Fault}";
            await PushResponse.RefuseAsync(context, new(StatusCodes.Status400BadRequest, "invalid_message", message));
        }
        else
        {
            await PushResponse.AcceptAsync(context, tally);
        }
    }

    private static PushRefusal? Parse(ReadOnlySpan<byte> text, out IReadOnlyList<JsonElement> messages)
    {
        messages = [];
        if (text.Trim(" \t\r\n"u8).IsEmpty)
        {
            return PushRefusal.Empty;
        }

        if (!JsonText.IsWellFormed(text))
        {
            return PushRefusal.Json;
        }

        var root = JsonElement.Parse(text);
        if (root.ValueKind != JsonValueKind.Array)
        {
            messages = [root];
            return null;
        }

        if (root.GetArrayLength() > PushMessages.Most)
        {
            return PushRefusal.TooMany;
        }

        messages = [.. root.EnumerateArray()];
        return messages.Count == 0 ? PushRefusal.Empty : null;
    }

    private Task RefuseAsync(HttpContext context, Site site, PushRefusal refusal)
    {
        metrics.Profile(site.Name, "push_" + refusal.Code);
        return PushResponse.RefuseAsync(context, refusal);
    }
}
