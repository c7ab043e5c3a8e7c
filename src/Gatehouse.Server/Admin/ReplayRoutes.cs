using System.Globalization;
using System.Text.Json;
using Gatehouse.Delivery.Books;
using Gatehouse.Delivery.Replays;
using Gatehouse.Events;

namespace Gatehouse.Server.Admin;

/// <summary>Replays: to be ordered, watched, held, ended.</summary>
internal sealed class ReplayRoutes(ReplayRunners runners, DeliveryBooks books, TimeProvider time) : IAdminRoutes
{
    private const int MostBytes = 64 << 10;
    private const string NoSuch = "There is no such replay; GET /api/replays lists them.";

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/replays", AddAsync);
        routes.MapGet("/api/replays", ListAsync);
        routes.MapGet("/api/replays/{id:long}", GetAsync);
        routes.MapPost("/api/replays/{id:long}/pause", context => DoAsync(context, runners.PauseAsync));
        routes.MapPost("/api/replays/{id:long}/resume", context => DoAsync(context, runners.ResumeAsync));
        routes.MapPost("/api/replays/{id:long}/cancel", context => DoAsync(context, runners.CancelAsync));
    }

    private async Task AddAsync(HttpContext context)
    {
        if (await ReadBodyAsync(context) is not { } body)
        {
            await AdminJson.RefuseAsync(context, $"The body is no JSON of at most {MostBytes / 1024} KiB.");
            return;
        }

        using (body)
        {
            if (ReplayOrderReader.Read(body.RootElement, time.GetUtcNow(), out var refusal) is not { } order)
            {
                await AdminJson.RefuseAsync(context, refusal);
                return;
            }

            await AnswerAsync(context, await runners.AddAsync(order));
        }
    }

    private async Task ListAsync(HttpContext context)
    {
        var replays = await books.ReadAsync(ReplayRows.All);
        await AdminJson.WriteAsync(context, writer =>
        {
            writer.WriteStartArray();
            replays.ForEach(replay => Write(writer, replay));
            writer.WriteEndArray();
        });
    }

    private async Task GetAsync(HttpContext context)
    {
        var id = IdOf(context);
        if (await books.ReadAsync(connection => ReplayRows.Find(connection, id)) is { } replay)
        {
            await AdminJson.WriteAsync(context, writer => Write(writer, replay));
        }
        else
        {
            await AdminJson.NotFoundAsync(context, NoSuch);
        }
    }

    private async Task DoAsync(HttpContext context, Func<long, Task<ReplayAnswer?>> change)
    {
        if (await change(IdOf(context)) is { } answer)
        {
            await AnswerAsync(context, answer);
        }
        else
        {
            await AdminJson.NotFoundAsync(context, NoSuch);
        }
    }

    private Task AnswerAsync(HttpContext context, ReplayAnswer answer) => answer.Replay is { } replay
        ? AdminJson.WriteAsync(context, writer => Write(writer, replay))
        : AdminJson.RefuseAsync(context, answer.Refusal!);

    private static long IdOf(HttpContext context) => long.Parse((string)context.Request.RouteValues["id"]!, CultureInfo.InvariantCulture);

    private static async Task<JsonDocument?> ReadBodyAsync(HttpContext context)
    {
        if (context.Request.ContentLength is null or > MostBytes)
        {
            return null;
        }

        try
        {
            return await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Write(Utf8JsonWriter writer, Replay replay)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id"u8, replay.Id);
        writer.WriteString("site"u8, replay.Site);
        writer.WriteString("destination"u8, replay.Destination);
        WriteFilter(writer, replay.Filter);
        writer.WriteNumber("rate"u8, replay.Rate);
        writer.WriteString("state"u8, replay.State.ToString().ToLowerInvariant());
        if (replay.Reason.Length > 0)
        {
            writer.WriteString("reason"u8, replay.Reason);
        }

        if (replay.State == ReplayState.Running && runners.IllnessOf(replay.Id) is { Since: { } since } illness)
        {
            writer.WriteString("illSince"u8, since);
            writer.WriteString("answer"u8, illness.Answer);
        }

        writer.WriteNumber("done"u8, Math.Round(replay.Done, 4, MidpointRounding.ToZero));
        writer.WriteNumber("sent"u8, replay.Sent);
        writer.WriteNumber("filtered"u8, replay.Filtered);
        writer.WriteNumber("dead"u8, replay.Dead);
        writer.WriteNumber("lost"u8, replay.Lost);
        writer.WriteString("made"u8, replay.Made);
        if (replay.Finished is { } finished)
        {
            writer.WriteString("finished"u8, finished);
        }

        writer.WriteEndObject();
    }

    private static void WriteFilter(Utf8JsonWriter writer, ReplayFilter filter)
    {
        if (filter.From is { } from)
        {
            writer.WriteString("from"u8, from);
        }

        if (filter.To is { } to)
        {
            writer.WriteString("to"u8, to);
        }

        WriteTexts(writer, "types", filter.Types.Select(EventTypes.NameOf));
        WriteTexts(writer, "names", filter.Names);
        if ((filter.UserId ?? filter.AnonymousId) is { } id)
        {
            writer.WriteString("visitor"u8, (filter.UserId is null ? "anonymous_id:" : "user_id:") + id);
        }
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        var all = texts.ToList();
        if (all.Count > 0)
        {
            writer.WriteStartArray(name);
            all.ForEach(writer.WriteStringValue);
            writer.WriteEndArray();
        }
    }
}
