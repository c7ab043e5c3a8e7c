using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Gatehouse.Sites;

namespace Gatehouse.Collect;

/// <summary>
/// Token buckets for calls, one a site and one a client address. They outlive snapshots; buckets that are full again are dropped.
/// </summary>
internal sealed class CallLimits : IDisposable
{
    /// <summary>
    /// How many buckets there may be for the addresses of a site. Addresses beyond that share one, by a hash that nobody outside can
    /// foresee.
    /// </summary>
    internal const int MostAddresses = 65_536;

    // One network is one sender: an IPv6 subscriber has at least that much to choose addresses from.
    private const int NetworkBytesV6 = 8;

    // Buckets are filled no more often than this.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly Lazy<PartitionedRateLimiter<Bucket>> _buckets = new(static () =>
        PartitionedRateLimiter.Create<Bucket, Bucket>(static bucket => RateLimitPartition.GetTokenBucketLimiter(bucket, static bucket => OptionsOf(bucket.Limit))));

    /// <summary>Lets a call pass.</summary>
    /// <returns>Null: it may. Otherwise how long the caller is to wait.</returns>
    public TimeSpan? Refuse(EdgeContext edge)
    {
        var limits = edge.Site.Settings.RateLimits;
        return Acquire(limits.PerAddress, edge.Site.Name, edge.ClientAddress) ?? Acquire(limits.PerSite, edge.Site.Name);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_buckets.IsValueCreated)
        {
            _buckets.Value.Dispose();
        }
    }

    private TimeSpan? Acquire(RateLimit? limit, string site, IPAddress? address) =>
        limit is not null && address is not null ? Acquire(new(limit, site, NumberOf(address))) : null;

    private TimeSpan? Acquire(RateLimit? limit, string site) => limit is null ? null : Acquire(new(limit, site, -1));

    private TimeSpan? Acquire(Bucket bucket)
    {
        using var lease = _buckets.Value.AttemptAcquire(bucket);
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : bucket.Limit.Period;
    }

    private static int NumberOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        var hash = default(HashCode);
        hash.AddBytes(bytes[..(address.AddressFamily == AddressFamily.InterNetworkV6 ? NetworkBytesV6 : length)]);
        return (int)((uint)hash.ToHashCode() % MostAddresses);
    }

    private static TokenBucketRateLimiterOptions OptionsOf(RateLimit limit)
    {
        var tokens = (int)Math.Ceiling(limit.Calls * (Tick / limit.Period));
        return new()
        {
            TokenLimit = limit.Calls,
            TokensPerPeriod = tokens,
            ReplenishmentPeriod = limit.Period * ((double)tokens / limit.Calls),
            QueueLimit = 0,
        };
    }

    private readonly record struct Bucket(RateLimit Limit, string Site, int Number);
}
