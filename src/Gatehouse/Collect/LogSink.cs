using Gatehouse.Events;
using Gatehouse.Sites;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Collect;

/// <summary>Puts batches into the log; says in HTTP's words what the log says. 200 is answered when the log has the events, and only then.</summary>
internal sealed class LogSink(IEventLog log, EdgeConfiguration configuration) : IEventSink
{
    private static readonly TimeSpan AfterOverload = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(10);

    // A change takes effect at the next start, as it does for the log.
    private readonly bool _isVolatile = configuration.Current.Settings.Durability == Durability.Memory;

    private volatile AppendStatus _last;

    /// <summary>What the log said last.</summary>
    public AppendStatus Last => _last;

    public async ValueTask<SinkAnswer> AppendAsync(EventBatch batch, CancellationToken cancellationToken)
    {
        var result = await log.AppendAsync(batch, cancellationToken);
        _last = result.Status;
        return result.Status switch
        {
            // What is shed is not stored, and so not a success: alone it is told to come back, among others it is named.
            AppendStatus.Stored when result.Stored == 0 && result.Duplicates == 0 => new(StatusCodes.Status503ServiceUnavailable, AfterTrouble, RefusalReasons.Shed),
            AppendStatus.Stored => new(StatusCodes.Status200OK, Duplicates: result.Duplicates, ShedAt: result.ShedAt, IsVolatile: _isVolatile),
            AppendStatus.Overloaded => new(StatusCodes.Status429TooManyRequests, result.RetryAfter ?? AfterOverload, RefusalReasons.Of(result.Status)),
            _ => new(StatusCodes.Status503ServiceUnavailable, result.RetryAfter ?? AfterTrouble, RefusalReasons.Of(result.Status)),
        };
    }

    public void CountRefused(string site, string reason, int count) => log.CountRefused(site, reason, count);
}
