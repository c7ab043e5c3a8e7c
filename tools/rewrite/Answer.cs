using System.Buffers;
using System.Text.Json;
using Gatehouse.Html;

namespace Gatehouse.Tools.Rewrite;

/// <summary>From a request to its answer, whatever the request is.</summary>
internal static class Answer
{
    private const int MaxMemory = 256 * 1024 * 1024;

    public static ReadOnlySpan<byte> To(string line)
    {
        var answer = new ArrayBufferWriter<byte>();
        JsonElement? id = null;
        try
        {
            using var request = JsonDocument.Parse(line);
            id = Json.Optional(request.RootElement, "id")?.Clone();
            Write(answer, id, json => Rewrite(request.RootElement, json));
        }
        catch (Exception failure)
        {
            // Anything may be in a request, and the next one must be answered all the same.
            answer.ResetWrittenCount();
            Write(answer, id, json => Explain(failure, json));
        }

        answer.Write("\n"u8);
        return answer.WrittenSpan;
    }

    private static void Write(IBufferWriter<byte> to, JsonElement? id, Action<Utf8JsonWriter> rest)
    {
        using var json = new Utf8JsonWriter(to);
        json.WriteStartObject();
        json.WritePropertyName("id");
        if (id is { } known)
        {
            known.WriteTo(json);
        }
        else
        {
            json.WriteNullValue();
        }

        rest(json);
        json.WriteEndObject();
    }

    private static void Rewrite(JsonElement request, Utf8JsonWriter json)
    {
        var log = new Log();
        var encoding = Json.Optional(request, "encoding") is { } label ? Json.Text(label, "encoding") : "utf-8";
        var builder = new HtmlRewriterBuilder(new HtmlRewriterOptions { Encoding = encoding, MaxMemory = MaxMemory });
        Handlers.AddAll(builder, [.. Json.Array(request, "handlers")], log);

        var output = new ArrayBufferWriter<byte>();
        using var rewriter = builder.Build().Open(output);
        foreach (var chunk in Json.Array(request, "chunks"))
        {
            rewriter.Write(Json.Bytes(chunk, "chunks"));
        }

        rewriter.End();
        json.WriteBase64String("output", output.WrittenSpan);
        json.WritePropertyName("log");
        log.WriteTo(json);
    }

    private static void Explain(Exception failure, Utf8JsonWriter json)
    {
        json.WriteString("error", failure.Message);
        if (failure is HtmlSelectorException { IsUnsupported: true })
        {
            json.WriteBoolean("unsupportedSelector", true);
        }
    }
}
