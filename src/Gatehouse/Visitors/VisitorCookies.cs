using Gatehouse.Diagnostics;
using Gatehouse.Visitors.PublicSuffixes;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Visitors;

/// <summary>
/// Writes the visitor's cookies: for a year, out of reach of scripts, for the whole registrable domain. All methods add headers,
/// so they are called before the answer starts.
/// </summary>
internal sealed class VisitorCookies(EdgeMetrics metrics)
{
    private const string OneYear = "; Max-Age=31536000";
    private const string Over = "; Max-Age=0";

    /// <summary>An HTML page is answered: makes an anonymous id when there is none, and writes the known ids again, for another year.</summary>
    public void Renew(HttpContext context, EdgeContext edge)
    {
        metrics.Visitor(edge.Site.Name, edge.Visitor.AnonymousId is null ? "made" : "renewed");
        Write(context, edge, edge.Visitor.AnonymousId ?? VisitorId.New(), edge.Visitor.UserId);
    }

    /// <summary>Writes ids that an accepted event has told. The visitor of the request is this one from here on.</summary>
    /// <param name="context">The request.</param>
    /// <param name="edge">What the edge knows of it.</param>
    /// <param name="anonymousId">Has passed <see cref="VisitorId.IsUsable"/>. Null: its cookie stays as it is.</param>
    /// <param name="userId">Has passed <see cref="VisitorId.IsUsable"/>. Null: its cookie stays as it is; it is no sign-out.</param>
    public void Promote(HttpContext context, EdgeContext edge, string? anonymousId, string? userId)
    {
        if (anonymousId is not null || userId is not null)
        {
            metrics.Visitor(edge.Site.Name, "promoted");
            Write(context, edge, anonymousId, userId);
        }
    }

    /// <summary>Ends all cookies that carry an id, whichever form they have. The request has no visitor from here on.</summary>
    public void Clear(HttpContext context, EdgeContext edge)
    {
        metrics.Visitor(edge.Site.Name, "cleared");
        var leftovers = edge.Visitor.Leftovers;
        End(context, edge, CookieNames.AnonymousId);
        End(context, edge, CookieNames.UserId);
        End(context, edge, CookieNames.GroupId);
        if (leftovers.HasFlag(LeftoverCookies.OldUser))
        {
            End(context, edge, CookieNames.OldUser);
        }

        if (leftovers.HasFlag(LeftoverCookies.OldPair))
        {
            End(context, edge, CookieNames.OldPair);
        }

        edge.Visitor = Visitor.Unknown;
    }

    private static void Write(HttpContext context, EdgeContext edge, string? anonymousId, string? userId)
    {
        var visitor = edge.Visitor;
        var domain = DomainOf(edge);
        if (anonymousId is not null)
        {
            WriteOne(context, edge, domain, CookieNames.AnonymousId, anonymousId, visitor.Leftovers.HasFlag(LeftoverCookies.TwoAnonymousIds));
        }

        if (userId is not null)
        {
            WriteOne(context, edge, domain, CookieNames.UserId, userId, visitor.Leftovers.HasFlag(LeftoverCookies.TwoUserIds));
        }

        edge.Visitor = visitor with { AnonymousId = anonymousId ?? visitor.AnonymousId, UserId = userId ?? visitor.UserId };
    }

    private static void WriteOne(HttpContext context, EdgeContext edge, string? domain, string name, string id, bool cameTwice)
    {
        if (cameTwice)
        {
            EndOtherForms(context, edge, domain, name);
        }

        Add(context, edge, name, CookieId.Write(id), OneYear, domain);
    }

    private static void End(HttpContext context, EdgeContext edge, string name)
    {
        var domain = DomainOf(edge);
        Add(context, edge, name, string.Empty, Over, domain);
        EndOtherForms(context, edge, domain, name);
    }

    /// <summary>A cookie of the same name that belongs to the host, or to the host as a domain, is another cookie to the browser.</summary>
    private static void EndOtherForms(HttpContext context, EdgeContext edge, string? domain, string name)
    {
        if (domain is null)
        {
            return;
        }

        Add(context, edge, name, string.Empty, Over, domain: null);
        if (domain != edge.Host.Name)
        {
            Add(context, edge, name, string.Empty, Over, edge.Host.Name);
        }
    }

    /// <summary>Null: the cookie belongs to the host alone, because browsers would refuse any domain.</summary>
    private static string? DomainOf(EdgeContext edge)
    {
        if (edge.Host.IsAddress)
        {
            return null;
        }

        var domain = PublicSuffixList.RegistrableDomain(edge.Host.Name);
        return domain.IsEmpty ? null : domain.Length == edge.Host.Name.Length ? edge.Host.Name : domain.ToString();
    }

    private static void Add(HttpContext context, EdgeContext edge, string name, string value, string age, string? domain) =>
        context.Response.Headers.Append("Set-Cookie", string.Concat(
            [name, "=", value, age, domain is null ? string.Empty : "; Domain=", domain, "; Path=/; SameSite=Lax; HttpOnly", edge.IsSecure ? "; Secure" : string.Empty]));
}
