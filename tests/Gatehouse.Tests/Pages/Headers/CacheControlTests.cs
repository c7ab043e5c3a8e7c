using Gatehouse.Pages.Headers;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Tests.Pages.Headers;

public sealed class CacheControlTests
{
    [Theory]
    [InlineData(null, "private")]
    [InlineData("", "private")]
    [InlineData("public, max-age=60", "private, max-age=60")]
    [InlineData("PUBLIC , S-MaxAge=5,max-age=60, immutable", "private, max-age=60, immutable")]
    [InlineData("no-store", "private, no-store")]
    [InlineData("private", "private")]
    [InlineData("private=\"set-cookie, x\", max-age=1", "private, max-age=1")]
    [InlineData("no-cache=\"a, public\", must-revalidate", "private, no-cache=\"a, public\", must-revalidate")]
    [InlineData(",, publicity, ,", "private, publicity")]
    public void Only_the_browsers_own_cache_may_keep_a_page(string? origins, string expected)
    {
        Assert.Equal(expected, CacheControl.Private(new StringValues(origins)));
        Assert.Equal(expected, CacheControl.Private(CacheControl.Private(new StringValues(origins))));
    }

    [Theory]
    [InlineData(null, "private, no-cache")]
    [InlineData("public, max-age=60, stale-while-revalidate=5, no-transform", "private, no-cache, no-transform")]
    [InlineData("no-cache, immutable", "private, no-cache")]
    [InlineData("no-store, max-age=5", "private, no-store")]
    [InlineData("must-revalidate", "private, no-cache, must-revalidate")]
    public void A_page_for_one_visitor_is_asked_for_anew_each_time(string? origins, string expected)
    {
        Assert.Equal(expected, CacheControl.PrivateNoCache(new StringValues(origins)));
        Assert.Equal(expected, CacheControl.PrivateNoCache(CacheControl.PrivateNoCache(new StringValues(origins))));
    }

    [Fact]
    public void Several_fields_are_one_list()
    {
        Assert.Equal("private, max-age=1, no-transform", CacheControl.Private(new(["public, max-age=1", "no-transform"])));
        Assert.True(CacheControl.Has(new(["public", "a, No-Transform"]), "no-transform"));
    }
}
