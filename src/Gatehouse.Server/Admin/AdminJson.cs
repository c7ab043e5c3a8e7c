using System.Buffers;
using System.Text.Json;

namespace Gatehouse.Server.Admin;

/// <summary>Writes answers of the admin API.</summary>
internal static class AdminJson
{
    /// <summary>200 with an object or an array.</summary>
    /// <param name="context">The request.</param>
    /// <param name="write">Writes it.</param>
    public static Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body, FirstPartyAnswer.Readable))
        {
            write(writer);
        }

        return FirstPartyAnswer.WriteAsync(context, StatusCodes.Status200OK, body.WrittenMemory);
    }

    /// <summary>400 that names what is wrong and how to mend it.</summary>
    public static Task RefuseAsync(HttpContext context, string message) => FirstPartyAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, "invalid_request", message);

    /// <summary>404.</summary>
    public static Task NotFoundAsync(HttpContext context, string message) => FirstPartyAnswer.RefuseAsync(context, StatusCodes.Status404NotFound, "not_found", message);
}
