using Microsoft.AspNetCore.Http;

namespace Gatehouse.Visitors;

/// <summary>
/// <c>/{prefix}/reset</c>: forgets the visitor, because the page's script cannot. Only pages of the same site may ask for it;
/// otherwise an image on any page would sign visitors out.
/// </summary>
internal sealed class ResetEndpoint(VisitorCookies cookies) : IFirstPartyEndpoint
{
    private const string Methods = "GET, HEAD, POST, OPTIONS";

    public Task? TryHandle(HttpContext context, EdgeContext edge, string tail)
    {
        if (tail is not ("reset" or "reset/"))
        {
            return null;
        }

        var method = context.Request.Method;
        return HttpMethods.IsOptions(method) ? CrossOrigin.AnswerPreflight(context, edge, Methods)
            : HttpMethods.IsGet(method) || HttpMethods.IsPost(method) || HttpMethods.IsHead(method) ? ResetAsync(context, edge)
            : FirstPartyAnswer.RefuseMethodAsync(context, Methods);
    }

    private Task ResetAsync(HttpContext context, EdgeContext edge)
    {
        CrossOrigin.Describe(context, edge);
        if (RequestSources.Judge(context, edge) != RequestSource.Own)
        {
            return FirstPartyAnswer.RefuseAsync(context, StatusCodes.Status403Forbidden, "foreign_reset", "Only pages of the site itself can reset a visitor.");
        }

        cookies.Clear(context, edge);
        return FirstPartyAnswer.SucceedAsync(context);
    }
}
