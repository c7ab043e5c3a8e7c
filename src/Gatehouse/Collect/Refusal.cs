using Gatehouse.Events;

namespace Gatehouse.Collect;

/// <summary>Why an event, or a whole body, is not taken. The closed list of reasons; texts never repeat what was sent.</summary>
internal sealed class Refusal
{
    public static readonly Refusal UnknownMethod = new(404, "unknown_method", "There is no such event method.");
    public static readonly Refusal BadKey = new(401, "bad_key", "The call needs the site's write key: Basic credentials with the key as user, or writeKey in the body.");
    public static readonly Refusal UnknownEncoding = new(415, "unknown_encoding", "The body's Content-Encoding must be gzip or identity.");
    public static readonly Refusal BadEncoding = new(400, "bad_encoding", "The body is not whole gzip data.");
    public static readonly Refusal Incomplete = new(400, "incomplete_body", "The body did not come whole.");
    public static readonly Refusal TooSlow = new(408, "slow_body", "The body came too slowly.");
    public static readonly Refusal EventTooLarge = new(413, "event_too_large", $"An event may have {EventLimits.EventBytes} bytes.");
    public static readonly Refusal BatchTooLarge = new(413, "batch_too_large", $"A batch may have {EventLimits.BatchBytes} bytes, and {EventLimits.MergedBatchBytes} with its shared context in each event.");
    public static readonly Refusal TooManyEvents = new(413, "too_many_events", $"A batch may have {EventLimits.BatchEvents} events.");
    public static readonly Refusal Empty = new(400, "empty_body", "The body is empty.") { IsUnreadable = true };
    public static readonly Refusal BadUtf8 = new(400, "bad_utf8", "The body is not UTF-8.") { IsUnreadable = true };
    public static readonly Refusal BadJson = new(400, "bad_json", "The body is not JSON.") { IsUnreadable = true };
    public static readonly Refusal TooDeep = new(400, "too_deep", $"Objects and arrays may stand {EventLimits.Depth} deep inside each other.");
    public static readonly Refusal NotAnObject = new(400, "not_an_object", "An event, and a batch, is a JSON object.");
    public static readonly Refusal DuplicateKey = new(400, "duplicate_key", "A key that identifies or types the event stands there twice.");
    public static readonly Refusal BatchMissing = new(400, "batch_missing", "A batch has its events in the array \"batch\".");
    public static readonly Refusal BatchEmpty = new(400, "batch_empty", "The batch has no events.");
    public static readonly Refusal BadType = new(400, "bad_type", "The type must be track, page, screen, identify, group or alias.");
    public static readonly Refusal BadId = new(400, "bad_id", "An id must be text without control characters, or a number.");
    public static readonly Refusal IdTooLong = new(400, "id_too_long", "An id is too long.");
    public static readonly Refusal IdMissing = new(400, "id_missing", "An event needs a userId or an anonymousId.");
    public static readonly Refusal MessageIdTooLong = new(400, "message_id_too_long", $"A messageId may have {EventLimits.MessageIdLength} characters.");
    public static readonly Refusal EventNameMissing = new(400, "event_missing", "A track event needs its name in \"event\".");
    public static readonly Refusal EventNameTooLong = new(400, "event_too_long", $"The name of a track event may have {EventLimits.NameLength} characters.");
    public static readonly Refusal GroupIdMissing = new(400, "group_id_missing", "A group event needs a groupId.");
    public static readonly Refusal UserIdMissing = new(400, "user_id_missing", "An alias event needs the new id in userId.");
    public static readonly Refusal PreviousIdMissing = new(400, "previous_id_missing", "An alias event needs the old id in previousId.");
    public static readonly Refusal Shed = new(503, RefusalReasons.Shed, "The event is of a class that is given up while the disk is nearly full; send it again later.");
    public static readonly Refusal BadContext = new(400, "bad_context", "The context must be an object.");

    private Refusal(int status, string code, string message)
    {
        Status = status;
        Code = code;
        Message = message;
    }

    /// <summary>The HTTP status of an answer that says nothing else.</summary>
    public int Status { get; }

    /// <summary>Whether the body could not be read to its end, so that what it says elsewhere is not known.</summary>
    public bool IsUnreadable { get; private init; }

    /// <summary>One word, for programs and counters.</summary>
    public string Code { get; }

    /// <summary>One sentence, for people.</summary>
    public string Message { get; }
}
