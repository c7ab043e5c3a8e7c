using Gatehouse.Pages.Snippet;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gatehouse.Pages;

/// <summary>Registers the room.</summary>
internal static class PageServices
{
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IFirstPartyEndpoint, SnippetEndpoint>());
        return services;
    }
}
