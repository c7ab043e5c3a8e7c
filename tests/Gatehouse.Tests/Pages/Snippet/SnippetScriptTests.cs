using Jint;
using Jint.Native;

namespace Gatehouse.Tests.Pages.Snippet;

/// <summary>Runs the snippet in a small imitation of a page.</summary>
public sealed class SnippetScriptTests
{
    private const string Window = """
        var window = this, errors = [], inserted = [];
        var console = { error: function (text) { errors.push(text); } };
        var location = { protocol: "https:", host: "www.shop.example", pathname: "/a", href: "https://www.shop.example/a?b=c", search: "?b=c" };
        var own = { parentNode: { insertBefore: function (script, before) { inserted.push(script); } } };
        var document = {
            currentScript: { nonce: "abc", getAttribute: function () { return ""; } }, title: "Title", referrer: "https://from.example/",
            querySelector: function (selector) { return selector === "link[rel=canonical]" ? { getAttribute: function () { return "https://shop.example/canonical"; } } : null; },
            createElement: function (name) { return { name: name, attributes: {}, setAttribute: function (n, v) { this.attributes[n] = v; } }; },
            getElementsByTagName: function () { return [own]; }
        };
        """;

    [Fact]
    public void It_asks_for_the_library_on_the_pages_own_host()
    {
        var page = Run();

        Assert.Equal(1, page.Evaluate("inserted.length"));
        Assert.Equal("https://www.shop.example/seg/assets/analytics.js/v1/REDACTED/analytics.min.js", page.Evaluate("inserted[0].src"));
        Assert.Equal(JsBoolean.True, page.Evaluate("inserted[0].async"));
        Assert.Equal("analytics", page.Evaluate("inserted[0].attributes['data-global-segment-analytics-key']"));
    }

    [Fact]
    public void The_nonce_of_its_element_goes_on_to_the_script_that_it_inserts()
    {
        Assert.Equal("abc", Run().Evaluate("inserted[0].attributes.nonce"));
        Assert.Equal(JsValue.Undefined, Run("document.currentScript = null;").Evaluate("inserted[0].attributes.nonce"));
    }

    [Fact]
    public void It_tells_the_library_what_it_needs_to_start()
    {
        var page = Run();

        Assert.Equal("REDACTED", page.Evaluate("analytics._writeKey"));
        Assert.Equal("5.2.0", page.Evaluate("analytics.SNIPPET_VERSION"));
        Assert.Equal(JsBoolean.True, page.Evaluate("analytics.invoked"));
        Assert.Equal("wanted", page.Evaluate("analytics.load('k', { integrations: 'wanted' }); analytics._loadOptions.integrations"));
    }

    [Fact]
    public void Calls_wait_in_order_with_the_place_where_they_were_made()
    {
        var page = Run();

        page.Execute("analytics.track('Bought', { a: 1 }); location.href = 'https://www.shop.example/later'; analytics.on('ready', 2);");

        Assert.Equal(
            """[["page",{"__t":"bpc","c":"https://shop.example/canonical","p":"/a","u":"https://www.shop.example/a?b=c","s":"?b=c","t":"Title","r":"https://from.example/"}],["track","Bought",{"a":1},{"__t":"bpc","c":"https://shop.example/canonical","p":"/a","u":"https://www.shop.example/a?b=c","s":"?b=c","t":"Title","r":"https://from.example/"}],["on","ready",2]]""",
            page.Evaluate("JSON.stringify(analytics)").AsString());
    }

    [Fact]
    public void Every_method_of_the_library_has_a_stub_that_can_be_chained()
    {
        const string Methods = "trackSubmit trackClick trackLink trackForm pageview identify reset group track ready alias debug page screen once off on addSourceMiddleware addIntegrationMiddleware setAnonymousId addDestinationMiddleware register";
        var page = Run();

        foreach (var method in Methods.Split(' '))
        {
            Assert.Equal(JsBoolean.True, page.Evaluate($"analytics.{method}(1) === analytics"));
            Assert.Equal(method, page.Evaluate("analytics[analytics.length - 1][0]"));
        }
    }

    [Theory]
    [InlineData("track", true)]
    [InlineData("screen", true)]
    [InlineData("alias", true)]
    [InlineData("group", true)]
    [InlineData("page", true)]
    [InlineData("identify", true)]
    [InlineData("trackLink", false)]
    [InlineData("reset", false)]
    [InlineData("setAnonymousId", false)]
    public void Calls_that_become_events_carry_their_place(string method, bool carries)
    {
        Assert.Equal(carries, Run().Evaluate($"analytics.{method}('x'); analytics[analytics.length - 1][2] !== undefined").AsBoolean());
    }

    [Fact]
    public void A_stub_that_a_page_kept_reaches_the_library_when_it_is_there()
    {
        var page = Run("var kept;");

        page.Execute("kept = analytics; window.analytics = { initialized: true, track: function (name) { return 'live ' + name; } };");

        Assert.Equal("live x", page.Evaluate("kept.track('x')"));
    }

    [Fact]
    public void Beside_a_library_that_is_there_it_does_nothing()
    {
        var page = Run("window.analytics = { initialize: function () {} };");

        Assert.Equal(0, page.Evaluate("inserted.length"));
        Assert.Equal(0, page.Evaluate("errors.length"));
    }

    [Fact]
    public void A_second_snippet_says_so_and_does_nothing()
    {
        var page = Run();

        page.Execute(SnippetTextTests.TextOf(SnippetTextTests.Make()));

        Assert.Equal(1, page.Evaluate("inserted.length"));
        Assert.Equal(1, page.Evaluate("errors.length"));
        Assert.Equal(1, page.Evaluate("analytics.length"));
    }

    [Fact]
    public void Calls_that_a_page_queued_before_stay_in_front()
    {
        Assert.Equal("early", Run("window.analytics = [['track', 'early']];").Evaluate("analytics[0][1]"));
    }

    private static Engine Run(string before = "")
    {
        var page = new Engine();
        page.Execute(Window);
        page.Execute(before);
        page.Execute(SnippetTextTests.TextOf(SnippetTextTests.Make()));
        return page;
    }
}
