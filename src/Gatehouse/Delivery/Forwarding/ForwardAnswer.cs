using System.Globalization;
using System.Net;

namespace Gatehouse.Delivery.Forwarding;

/// <summary>The tracking API's answer to one request.</summary>
/// <param name="Verdict">What it means.</param>
/// <param name="Reason">The status, or why there was no answer, for the log.</param>
/// <param name="RetryAfter">How long the API asks to be left alone, at most five minutes. Null: it does not say.</param>
internal readonly record struct ForwardAnswer(ForwardVerdict Verdict, string Reason, TimeSpan? RetryAfter = null)
{
    private static readonly TimeSpan LongestAdvice = TimeSpan.FromMinutes(5);

    /// <summary>Reads an answer's status and headers.</summary>
    public static ForwardAnswer Of(HttpResponseMessage response, TimeProvider time)
    {
        var status = (int)response.StatusCode;
        var verdict = response.StatusCode switch
        {
            >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => ForwardVerdict.Delivered,
            HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => ForwardVerdict.Failed,

            // Which address is asked, and as whom, depends on the configuration alone: no event is to blame.
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or < HttpStatusCode.BadRequest => ForwardVerdict.Misconfigured,
            _ => ForwardVerdict.Refused,
        };
        return new(verdict, "answered " + status.ToString(CultureInfo.InvariantCulture), AdviceOf(response, time));
    }

    private static TimeSpan? AdviceOf(HttpResponseMessage response, TimeProvider time)
    {
        var advice = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => response.Headers.TryGetValues("X-RateLimit-Reset", out var values)
                && int.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                ? TimeSpan.FromSeconds(seconds)
                : (TimeSpan?)null,
        };
        return advice is { } wait ? TimeSpan.FromSeconds(Math.Clamp(wait.TotalSeconds, 1, LongestAdvice.TotalSeconds)) : null;
    }
}
