using Microsoft.AspNetCore.Http;

namespace Gatehouse.Assets;

/// <summary>Everything that a page loads from the edge. Below <c>assets/</c> nothing ever reaches the site's origin.</summary>
internal sealed class AssetsEndpoint(LoaderAnswer loader, AssetFiles files) : IFirstPartyEndpoint
{
    /// <inheritdoc/>
    public Task? TryHandle(HttpContext context, EdgeContext edge, string tail)
    {
        var route = AssetRoute.Parse(tail);
        if (route.Kind == AssetKind.None)
        {
            return null;
        }

        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            // The old names are ours for reading only; the canon is ours altogether.
            return route.IsCanon ? files.RefuseMethodAsync(context, edge) : null;
        }

        return route.Kind switch
        {
            AssetKind.Loader => loader.WriteAsync(context, edge),
            AssetKind.Library => files.LibraryAsync(context, edge, route.Name),
            AssetKind.LatestLibrary => files.LatestLibraryAsync(context, edge),
            AssetKind.Licence => files.LicenceAsync(context, edge),
            AssetKind.Settings => files.SettingsAsync(context, edge),
            AssetKind.Bundle or AssetKind.Integration => files.FileAsync(context, edge, route),
            _ => files.MissingAsync(context, edge, AssetOutcome.Refused),
        };
    }
}
