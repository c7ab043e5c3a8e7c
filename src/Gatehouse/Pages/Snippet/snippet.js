// The snippet: what stands in every page of a site, the same for every visitor. It takes the calls that the page makes before the
// library is there, and asks for the library on the page's own host.
// Rules: ES5. No "<" and no "&", so that the same bytes are right in HTML and in XHTML. No regular expressions and no comments behind
// code, so that SnippetMinifier can stay simple. A statement ends with a semicolon. $ASSETS and $PAGEVIEW are filled in for the site.
(function (w, d) {
    var name = "analytics", queue = w[name] = w[name] || [], names, i;

    // The library is there already, or this is the second snippet of the page.
    if (queue.initialize) return;
    if (queue.invoked) {
        if (w.console) if (w.console.error) w.console.error("Analytics snippet included twice.");
        return;
    }
    queue.invoked = true;

    // Known only while this element runs. What it inserts later carries the same nonce.
    var nonce = d.currentScript ? d.currentScript.nonce || d.currentScript.getAttribute("nonce") : 0;

    // Where the page was when a call was made: by the time the library takes it, a single-page application may have moved on.
    function place() {
        var link = d.querySelector("link[rel=canonical]"), at = location;
        return {
            __t: "bpc",
            c: link ? link.getAttribute("href") || undefined : undefined,
            p: at.pathname,
            u: at.href,
            s: at.search,
            t: d.title,
            r: d.referrer
        };
    }

    function stub(method, placed) {
        return function () {
            var live = w[name], call = [].slice.call(arguments);

            // A page that kept the stub reaches the library once that is there.
            if (live.initialized) return live[method].apply(live, call);
            if (placed) call.push(place());
            call.unshift(method);
            queue.push(call);
            return queue;
        };
    }

    queue.methods = names = ("track screen alias group page identify trackSubmit trackClick trackLink trackForm pageview reset ready register debug on off once addSourceMiddleware addIntegrationMiddleware addDestinationMiddleware setAnonymousId").split(" ");
    for (i = names.length; i--;) queue[names[i]] = stub(names[i], 6 > i);

    queue.load = function (key, options) {
        var script = d.createElement("script"), first = d.getElementsByTagName("script")[0];
        script.async = true;
        script.setAttribute("data-global-segment-analytics-key", name);
        if (nonce) script.setAttribute("nonce", nonce);

        // An absolute URL: a base element must not send it elsewhere.
        script.src = location.protocol + "//" + location.host + "$ASSETS" + key + "/analytics.min.js";
        first.parentNode.insertBefore(script, first);
        queue._loadOptions = options;
    };
    queue._writeKey = "REDACTED";
    queue.SNIPPET_VERSION = "5.2.0";
    queue.load("REDACTED");
    $PAGEVIEW
})(window, document);
