namespace Gatehouse.Server.Admin;

/// <summary>A part of the admin API. Its routes are behind the token.</summary>
internal interface IAdminRoutes
{
    /// <summary>Maps the routes.</summary>
    void Map(IEndpointRouteBuilder routes);
}
