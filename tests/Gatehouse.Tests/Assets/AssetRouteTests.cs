using Gatehouse.Assets;

namespace Gatehouse.Tests.Assets;

public sealed class AssetRouteTests
{
    [Theory]
    [InlineData("assets/analytics.js/v1/WRITEKEY123/analytics.min.js", AssetKind.Loader, "")]
    [InlineData("assets/analytics.js/v1/REDACTED/analytics.min.js/", AssetKind.Loader, "")]
    [InlineData("assets/any text, %2F too/analytics.min.js", AssetKind.Loader, "")]
    [InlineData("ajs/0f6b7a52-6d1c-4b0e-8a53-1c9d2e4f7a10", AssetKind.Loader, "")]
    [InlineData("ajs/x/", AssetKind.Loader, "")]
    [InlineData("assets/v1/projects/k/settings", AssetKind.Settings, "")]
    [InlineData("v1/projects/k/settings/", AssetKind.Settings, "")]
    [InlineData("assets/analytics-next/bundles/a.bundle.0f.js", AssetKind.Bundle, "a.bundle.0f.js")]
    [InlineData("analytics-next/bundles/a.bundle.0f.js", AssetKind.Bundle, "a.bundle.0f.js")]
    [InlineData("assets/next-integrations/integrations/vendor-1/2.0/x.dynamic.js.gz", AssetKind.Integration, "integrations/vendor-1/2.0/x.dynamic.js.gz")]
    [InlineData("next-integrations/a", AssetKind.Integration, "a")]
    [InlineData("assets/library/0123456789abcdef0123456789abcdef.js", AssetKind.Library, "0123456789abcdef0123456789abcdef")]
    [InlineData("assets/library/latest.js", AssetKind.LatestLibrary, "")]
    [InlineData("assets/library/LICENSE", AssetKind.Licence, "")]
    public void A_known_path_is_read(string tail, object kind, string name)
    {
        var route = AssetRoute.Parse(tail);

        Assert.Equal(kind, route.Kind);
        Assert.Equal(name, route.Name);
    }

    [Theory]
    [InlineData("assets/")]
    [InlineData("assets//analytics.min.js")]
    [InlineData("assets/analytics.js/v1//analytics.min.js")]
    [InlineData("assets/analytics.js/v1/a/b/analytics.min.js")]
    [InlineData("assets/analytics.js/v1/k/analytics.classic.js")]
    [InlineData("assets/v1/projects//settings")]
    [InlineData("assets/v1/projects/a/b/settings")]
    [InlineData("assets/library/0123456789ABCDEF0123456789ABCDEF.js")]
    [InlineData("assets/library/0123.js")]
    [InlineData("assets/ajs/x")]
    [InlineData("assets/images/logo.png")]
    [InlineData("assets/analytics-next/bundles/")]
    [InlineData("assets/analytics-next/bundles/a/b.js")]
    [InlineData("analytics-next/bundles/..")]
    [InlineData("analytics-next/bundles/..%2F..%2Fx")]
    [InlineData("next-integrations/a/../b")]
    [InlineData("next-integrations/a//b")]
    [InlineData("next-integrations/./b")]
    [InlineData("next-integrations/a\\b")]
    [InlineData("next-integrations/a?b")]
    [InlineData("next-integrations/@host")]
    [InlineData("next-integrations/a:80")]
    [InlineData("next-integrations/é")]
    public void A_path_below_the_rooms_folders_that_is_none_is_unknown(string tail) => Assert.Equal(AssetKind.Unknown, AssetRoute.Parse(tail).Kind);

    [Fact]
    public void A_name_is_bounded() => Assert.Equal(AssetKind.Unknown, AssetRoute.Parse("next-integrations/" + new string('a', 257)).Kind);

    [Theory]
    [InlineData("")]
    [InlineData("events/t")]
    [InlineData("assetsx/library/latest.js")]
    [InlineData("Assets/library/latest.js")]
    [InlineData("ajs/")]
    [InlineData("ajs/a/b")]
    [InlineData("v1/track")]
    [InlineData("k/analytics.min.js")]
    public void Everything_else_is_not_this_rooms(string tail) => Assert.Equal(AssetKind.None, AssetRoute.Parse(tail).Kind);
}
