namespace Gatehouse.Server.Demo;

/// <summary>What the demo says on the terminal.</summary>
internal static class DemoGuide
{
    /// <summary>Where to look and what to try.</summary>
    public static string For(DemoPorts ports) =>
        $$$$"""

        Gatehouse demo

          http://127.0.0.1:{{{{ports.Edge}}}}          the shop, behind the edge: open this first
          http://127.0.0.1:{{{{ports.Events}}}}          what reaches the tracking API, live: keep it open beside the shop
          http://127.0.0.1:{{{{ports.Shop}}}}          the same shop without the edge, to compare
          http://127.0.0.1:{{{{ports.Admin}}}}/metrics  the edge's counters

        Four things to try

          1. Be interested. Look at three products, then go to the home page: it is another one, in the first byte. The edge
             counted the views as they passed, and sent `Audience Entered` on, which http://127.0.0.1:{{{{ports.Events}}}} shows.

          2. Be somebody. On http://127.0.0.1:{{{{ports.Edge}}}}/account sign in as the red customer, then go to the home
             page: it is the red one. Sign out, and it is the plain one again.

          3. Push a trait, as an audience tool would, and reload the home page as somebody@shop.example:

             curl -u {{{{DemoHost.WebhookUser}}}}:{{{{DemoHost.WebhookPassword}}}} http://127.0.0.1:{{{{ports.Edge}}}}/seg/profiles -H 'Content-Type: application/json' \
               -d '{"type":"identify","userId":"somebody@shop.example","traits":{"green_group":true},"context":{"personas":{"computation_class":"audience","computation_key":"green_group"}}}'

             curl -s http://127.0.0.1:{{{{ports.Edge}}}}/ -b ajs_user_id=somebody%40shop.example | grep -i '<title>'

          4. Read the cookie jar. The ids are HttpOnly: document.cookie in the browser's console does not show them,
             and no script can take them away.

             curl -s http://127.0.0.1:{{{{ports.Edge}}}}/ -o /dev/null -c -

        Ctrl+C stops the demo; nothing is kept.

        """;
}
