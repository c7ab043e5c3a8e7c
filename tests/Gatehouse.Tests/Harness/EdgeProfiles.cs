using Gatehouse.Profiles;
using Gatehouse.Sites;
using Gatehouse.Visitors;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Tests.Harness;

/// <summary>Reads profiles of a running edge, as the steps of a page's road do.</summary>
internal static class EdgeProfiles
{
    /// <summary>The profile as a rule would see it, however long it takes. Null: in trouble.</summary>
    public static Task<Profile?> ProfileAsync(this TestEdge edge, string? user = null, string? anonymous = null) =>
        edge.ProfileWithinAsync(TestContext.Current.CancellationToken, user, anonymous);

    /// <summary>The profile as a rule would see it. Null: not known in time.</summary>
    public static async Task<Profile?> ProfileWithinAsync(this TestEdge edge, CancellationToken deadline, string? user = null, string? anonymous = null) =>
        await edge.Services.GetRequiredService<IProfileReader>().ReadAsync(edge.Site(), new Visitor { UserId = user, AnonymousId = anonymous }, deadline);

    /// <summary>The traits as JSON, in the order of their names.</summary>
    public static async Task<string> TraitsAsync(this TestEdge edge, string? user = null, string? anonymous = null) =>
        (await edge.ProfileAsync(user, anonymous))!.Show();

    /// <summary>The traits as JSON, in the order of their names.</summary>
    public static string Show(this Profile profile) =>
        string.Join(" ", profile.Traits.OrderBy(static trait => trait.Key, StringComparer.Ordinal).Select(static trait => $"{trait.Key}={trait.Value.GetRawText()}"));

    /// <summary>The test's site.</summary>
    public static Site Site(this TestEdge edge) => edge.Services.GetRequiredService<EdgeConfiguration>().Current.Sites.Single();
}
