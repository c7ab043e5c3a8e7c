namespace Gatehouse.Server.Admin;

/// <summary>Lets through who has the token.</summary>
internal sealed class AdminTokenMiddleware(RequestDelegate next, AdminToken token)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (token.IsIn(context.Request.Headers))
        {
            return next(context);
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        return FirstPartyAnswer.RefuseAsync(
            context,
            StatusCodes.Status401Unauthorized,
            "unauthorized",
            token.File is null
                ? "Send the configured Gatehouse:Admin:Token as Authorization: Bearer."
                : "Send the token of the file admin.token in the Data folder as Authorization: Bearer.");
    }
}
