using System.Collections.Frozen;
using Gatehouse.Diagnostics;
using Gatehouse.Profiles;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Variations;

/// <summary>
/// Step of the road that decides which page a visitor gets at a path with a variation. Whatever goes wrong here, the visitor
/// gets the page itself and a counter says why.
/// </summary>
internal sealed partial class VariationMiddleware(RequestDelegate next, IReadOnlyList<MappedVariation> mapped, IProfileReader profiles, DeadlinePool deadlines, EdgeMetrics metrics, ILogger<VariationMiddleware> logger)
{
    /// <summary>How long a page waits for the profile.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(20);

    private readonly FrozenDictionary<string, Func<Profile, string?>[]> _mapped = mapped
        .GroupBy(static variation => variation.Path, StringComparer.Ordinal)
        .ToFrozenDictionary(static group => group.Key, static group => group.Select(static variation => variation.Rule).ToArray(), StringComparer.Ordinal);

    public Task InvokeAsync(HttpContext context)
    {
        if (EdgeContext.Of(context) is not { } edge || context.Request.Path.Value is not { } path || !IsRead(context.Request.Method))
        {
            return next(context);
        }

        var inCode = _mapped.GetValueOrDefault(path);
        var configured = edge.Site.Get(ConfiguredVariations.Part).Find(path);
        if (inCode is null && configured is null)
        {
            return next(context);
        }

        // The answer depends on the visitor, whichever page it is.
        edge.IsVaried = true;
        return ChooseAsync(context, edge, inCode ?? [], configured);
    }

    private static bool IsRead(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    private Task ChooseAsync(HttpContext context, EdgeContext edge, Func<Profile, string?>[] inCode, Func<Profile, string?>? configured)
    {
        // Not linked to the request: a browser that goes away gains nothing within these milliseconds.
        var deadline = deadlines.Rent(Deadline);
        var reading = profiles.ReadAsync(edge.Site, edge.Visitor, deadline.Token);
        if (!reading.IsCompletedSuccessfully)
        {
            return AwaitAsync(reading, deadline, context, edge, inCode, configured);
        }

        deadlines.Return(deadline);
        Choose(context, edge, reading.Result, inCode, configured);
        return next(context);
    }

    private async Task AwaitAsync(ValueTask<Profile?> reading, CancellationTokenSource deadline, HttpContext context, EdgeContext edge, Func<Profile, string?>[] inCode, Func<Profile, string?>? configured)
    {
        Profile? profile = null;
        try
        {
            profile = await reading;
        }
#pragma warning disable CA1031 // A page fails open, also when something here is wrong that nobody thought of.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            LogReaderFailed(thrown);
        }
        finally
        {
            deadlines.Return(deadline);
        }

        Choose(context, edge, profile, inCode, configured);
        await next(context);
    }

    private void Choose(HttpContext context, EdgeContext edge, Profile? profile, Func<Profile, string?>[] inCode, Func<Profile, string?>? configured)
    {
        var outcome = "no_profile";
        if (profile is not null)
        {
            outcome = "plain";
            var picked = Pick(inCode, configured, profile, ref outcome);
            if (picked is not null && !ServedPath.IsValid(picked))
            {
                outcome = "bad_path";
                LogBadPath(edge.Site.Name, context.Request.Path.Value!);
            }
            else if (picked is not null)
            {
                outcome = "served";
                Serve(context, edge, picked);
            }
        }

        metrics.Variation(edge.Site.Name, outcome);
    }

    private static void Serve(HttpContext context, EdgeContext edge, string picked)
    {
        if (picked != context.Request.Path.Value)
        {
            edge.ServedPath = picked;
            context.Request.Path = picked;
        }
    }

    private string? Pick(Func<Profile, string?>[] inCode, Func<Profile, string?>? configured, Profile profile, ref string outcome)
    {
        foreach (var rule in inCode)
        {
            if (Ask(rule, profile, ref outcome) is { } picked)
            {
                return picked;
            }
        }

        return configured is null ? null : Ask(configured, profile, ref outcome);
    }

    private string? Ask(Func<Profile, string?> rule, Profile profile, ref string outcome)
    {
        try
        {
            return rule(profile);
        }
#pragma warning disable CA1031 // The rule is the application's; whatever it throws, the visitor gets a page.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            outcome = "rule_failed";
            LogRuleFailed(thrown);
            return null;
        }
    }

    [LoggerMessage(1301, LogLevel.Error, "A variation's rule threw; the page itself is served.")]
    private partial void LogRuleFailed(Exception thrown);

    [LoggerMessage(1302, LogLevel.Error, "The rule of site {Site} for {Path} picked something that is not a path (one slash first, no //, no query, no step upwards); the page itself is served.")]
    private partial void LogBadPath(string site, string path);

    [LoggerMessage(1303, LogLevel.Error, "Reading a profile threw; the page itself is served.")]
    private partial void LogReaderFailed(Exception thrown);
}
