namespace Gatehouse.Profiles.Push;

/// <summary>Answer to a push that was refused.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Short name of the reason; also the counter's outcome, after <c>push_</c>.</param>
/// <param name="Message">The reason in words. Never repeats what was sent.</param>
internal readonly record struct PushRefusal(int Status, string Code, string Message)
{
    public static PushRefusal Method { get; } = new(405, "method_not_allowed", "Profiles are pushed by POST.");

    public static PushRefusal Unauthorized { get; } = new(401, "unauthorized", "Send the Basic credentials or the X-Signature that are configured for this site.");

    public static PushRefusal ArrayNeedsBasic { get; } = new(401, "unauthorized", "The signature of an array proves its first message only. Send Basic credentials too.");

    public static PushRefusal TooLarge { get; } = new(413, "too_large", $"A push may have {PushBody.MostBytes / 1024 / 1024} MiB with Basic credentials and {PushBody.MostSignedBytes / 1024} KiB with a signature alone, unpacked.");

    public static PushRefusal Encoding { get; } = new(415, "unsupported_encoding", "The Content-Encoding must be gzip or none.");

    public static PushRefusal Unpacking { get; } = new(400, "invalid_body", "The body could not be read or unpacked.");

    public static PushRefusal Slow { get; } = new(408, "too_slow", "The body did not come whole within 10 seconds.");

    public static PushRefusal Empty { get; } = new(400, "empty_body", "The body has no message.");

    public static PushRefusal Json { get; } = new(400, "invalid_json", $"The body is not JSON in UTF-8 of at most {ProfileLimits.DeepestJson} levels.");

    public static PushRefusal TooMany { get; } = new(413, "too_many_messages", $"An array may have {PushMessages.Most} messages.");

    public static PushRefusal Busy { get; } = new(503, "busy", "Too much is under way. Try again.");

    public static PushRefusal NotStored { get; } = new(503, "not_stored", "The profile could not be stored. Try again.");
}
