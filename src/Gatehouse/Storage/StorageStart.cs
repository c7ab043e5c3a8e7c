using Gatehouse.Events;
using Gatehouse.Profiles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gatehouse.Storage;

/// <summary>Opens the stores before the server listens, so that a folder that cannot be used stops the start and not the first push.</summary>
internal sealed class StorageStart(IServiceProvider services) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        services.GetRequiredService<IEventLog>();
        services.GetRequiredService<IErasures>();
        var profiles = services.GetRequiredService<IProfileStore>();

        // Goes the way of a page's question once, so that the first visitor does not wait for connections to be made.
        if (ProfileKey.TryCreate("start", ProfileKind.Anonymous, "start", out var nobody))
        {
            await profiles.GetAsync(nobody, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
