using CsCheck;
using Gatehouse.Visitors;

namespace Gatehouse.Tests.Visitors;

public sealed class VisitorReaderTests
{
    // What the browser library leaves as it is when it percent-encodes a value.
    private const string LibraryLiterals = "#$&+/:<=>?@[]^`{|}";

    private static readonly Gen<string> Ids = Gen.OneOf(
        Gen.String[Gen.Char.AlphaNumeric, 1, 40],
        Gen.String[Gen.OneOf([.. "abcé☃\"\\%;, =<>&'{}[]-_.~" + LibraryLiterals]), 1, 30],
        Gen.OneOf("null", "\"null\"", "\"", "\"\"", "1e3", "007", "true", "[object Object]", "a----b", "{\"id\":1}", "\"a\\", "😀", "user@shop.example"))
        .Where(static id => VisitorId.IsUsable(id));

    [Theory]
    [InlineData("ajs_anonymous_id=0f6b7a52-6d1c-4b0e-8a53-1c9d2e4f7a10", "0f6b7a52-6d1c-4b0e-8a53-1c9d2e4f7a10", null)]
    [InlineData("a=b; ajs_anonymous_id=A; ajs_user_id=U; c=d", "A", "U")]
    [InlineData("a=b;ajs_anonymous_id=A;ajs_user_id=U", "A", "U")]
    [InlineData("ajs_anonymous_id=%22abc%22", "abc", null)]
    [InlineData("ajs_anonymous_id=\"abc\"", "abc", null)]
    [InlineData("ajs_anonymous_id=\"%22abc%22\"", "abc", null)]
    [InlineData("ajs_anonymous_id=%22a%5Cu00e9%22", "aé", null)]
    [InlineData("ajs_user_id=user%40shop.example", null, "user@shop.example")]
    [InlineData("ajs_user_id=user@shop.example", null, "user@shop.example")]
    [InlineData("ajs_user_id=a=b", null, "a=b")]
    [InlineData("ajs_user_id=%c3%A9", null, "é")]
    [InlineData("ajs_user_id=1e3", null, "1e3")]
    [InlineData("ajs_user_id=007", null, "007")]
    [InlineData("ajs_user_id=12345678901234567890", null, "12345678901234567890")]
    [InlineData("ajs_user_id=true", null, "true")]
    [InlineData("ajs_user_id=null", null, null)]
    [InlineData("ajs_user_id=%22null%22", null, "null")]
    [InlineData("ajs_user=u1", null, "u1")]
    [InlineData("ajs_user=%22u1%22", null, "u1")]
    [InlineData("ajs_user=%7B%22id%22%3A%22u1%22%2C%22traits%22%3A%7B%22id%22%3A2%7D%7D", null, "u1")]
    [InlineData("ajs_user=%7B%22traits%22%3A%7B%22id%22%3A2%7D%2C%22id%22%3A1e3%7D", null, "1e3")]
    [InlineData("ajs_user=%7B%22id%22%3A%7B%7D%7D", null, null)]
    [InlineData("ajs_user=%7B%22id%22", null, null)]
    [InlineData("ajs_user=old; ajs_user_id=new", null, "new")]
    [InlineData("_sio=A----U", "A", "U")]
    [InlineData("_sio=A----", "A", null)]
    [InlineData("_sio=----U", null, "U")]
    [InlineData("_sio=A", "A", null)]
    [InlineData("_sio=A----U; ajs_anonymous_id=B", "B", "U")]
    public void Every_form_that_was_ever_written_is_read(string cookie, string? anonymousId, string? userId)
    {
        var visitor = VisitorReader.Read(cookie);

        Assert.Equal(anonymousId, visitor.AnonymousId);
        Assert.Equal(userId, visitor.UserId);
    }

    [Theory]
    [InlineData("")]
    [InlineData(";;;=;")]
    [InlineData("ajs_anonymous_id")]
    [InlineData("ajs_anonymous_id=")]
    [InlineData("ajs_anonymous_id=\"\"")]
    [InlineData("ajs_anonymous_id=%22%22")]
    [InlineData("ajs_anonymous_id=%20%20")]
    [InlineData("ajs_anonymous_id=%")]
    [InlineData("ajs_anonymous_id=a%2")]
    [InlineData("ajs_anonymous_id=a%zz")]
    [InlineData("ajs_anonymous_id=%c3")]
    [InlineData("ajs_anonymous_id=%ed%a0%80")]
    [InlineData("ajs_anonymous_id=%c0%80")]
    [InlineData("ajs_anonymous_id=a%00")]
    [InlineData("ajs_anonymous_id=a%0d%0aSet-Cookie:x")]
    [InlineData("ajs_anonymous_id=a%7f")]
    [InlineData("ajs_anonymous_id=a%c2%85")]
    [InlineData("ajs_anonymous_id=%22%5Cud800%22")]
    [InlineData("ajs_anonymous_id=%22a%22b%22")]
    [InlineData("ajs_anonymous_id=.")]
    [InlineData("ajs_anonymous_id=%2e%2e")]
    [InlineData("ajs_anonymous_id=é")]
    [InlineData("AJS_ANONYMOUS_ID=a")]
    [InlineData("xajs_anonymous_id=a")]
    public void An_unusable_id_is_no_id(string cookie)
    {
        var visitor = VisitorReader.Read(cookie);

        Assert.Null(visitor.AnonymousId);
        Assert.Null(visitor.UserId);
    }

    [Fact]
    public void An_id_has_a_longest_length()
    {
        Assert.NotNull(VisitorReader.Read("ajs_user_id=" + new string('a', VisitorId.Longest)).UserId);
        Assert.Null(VisitorReader.Read("ajs_user_id=" + new string('a', VisitorId.Longest + 1)).UserId);
        Assert.Null(VisitorReader.Read("ajs_user_id=" + string.Concat(Enumerable.Repeat("%c3%a9", (VisitorId.Longest / 2) + 1))).UserId);
        Assert.Null(VisitorReader.Read("ajs_user_id=" + new string('a', 1_000_000)).UserId);
    }

    [Fact]
    public void Of_two_cookies_of_a_name_the_first_usable_one_counts()
    {
        var visitor = VisitorReader.Read("ajs_anonymous_id=%00; ajs_anonymous_id=A; ajs_anonymous_id=B; ajs_user_id=U");

        Assert.Equal("A", visitor.AnonymousId);
        Assert.Equal(LeftoverCookies.TwoAnonymousIds, visitor.Leftovers);
    }

    [Fact]
    public void Cookies_may_come_in_several_headers() =>
        Assert.Equal("U", VisitorReader.Read(new(["ajs_anonymous_id=A", "ajs_user_id=U"])).UserId);

    [Fact]
    public void Cookies_of_others_cost_nothing()
    {
        const string cookies = "session=8f14e45fceea167a5a36dedd4bea2543; theme=dark; _ga=GA1.1.1234.5678";
        VisitorReader.Read(cookies);
        var before = GC.GetAllocatedBytesForCurrentThread();

        VisitorReader.Read(cookies);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void What_is_written_is_read_back() =>
        Ids.Sample(static id =>
        {
            var value = CookieId.Write(id);
            return !value.AsSpan().ContainsAnyExceptInRange('!', '~')
                && !value.AsSpan().ContainsAny("\",;\\")
                && VisitorReader.Read("x=1; ajs_user_id=" + value + "; y=2").UserId == id;
        });

    [Fact]
    public void What_the_browser_library_writes_is_read() =>
        Ids.Where(static id => id is not "null" && !(id.Length > 1 && id[0] == '"' && id[^1] == '"'))
            .Sample(static id => VisitorReader.Read("ajs_user_id=" + WrittenByTheLibrary(id)).UserId == id);

    private static string WrittenByTheLibrary(string id) =>
        string.Concat(id.EnumerateRunes().Select(static rune => LibraryLiterals.Contains(rune.ToString(), StringComparison.Ordinal) ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));
}
