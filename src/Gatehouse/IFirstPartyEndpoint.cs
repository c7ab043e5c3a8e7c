using Microsoft.AspNetCore.Http;

namespace Gatehouse;

/// <summary>One of the edge's own endpoints below a site's route prefix.</summary>
internal interface IFirstPartyEndpoint
{
    /// <summary>Answers the request when it is this endpoint's.</summary>
    /// <param name="context">The request.</param>
    /// <param name="edge">What the edge knows of it.</param>
    /// <param name="tail">The path below <c>/{prefix}/</c> without a leading slash, decoded but for <c>%2F</c>.</param>
    /// <returns>The work under way. Null: not this endpoint's, nothing was done.</returns>
    Task? TryHandle(HttpContext context, EdgeContext edge, string tail);
}
