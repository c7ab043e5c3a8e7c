// The personal script of a page: tells the library who the visitor is and where everything lives, then loads it.
// LOADER_ARGUMENTS is replaced by one JSON object, written safe for script:
//   prefix       the site's route prefix
//   library      path of the library, with its content hash
//   anonymousId  the id that came as a cookie; absent: none came, the browser keeps its own
//   userId       likewise; absent: not signed in
//   traits       the traits meant for the page; absent: none
//   queryString  true: ids and events in the page's query string count
// The build cuts comments and spaces off: ES5, a comment on a line of its own, no space inside a string.
(function (v) {
  // Markup can put an element in the place of document.currentScript (DOM clobbering): only a script counts.
  var d = document, s = d.currentScript, own = s instanceof HTMLScriptElement ? s : null;
  var name = own && own.getAttribute("data-global-segment-analytics-key") || "analytics";
  var a = window[name] = window[name] || [];
  // Not an array: the library is running. Marked: it is on its way.
  if (!Array.isArray(a) || a._edge) return;
  a._edge = 1;
  // From the script's own address, so that no Host header is ever written into script.
  var origin = (own && /^https?:\/\/[^\/?#]+/.exec(own.src) || [location.origin])[0];
  var base = origin + "/" + v.prefix;
  var options = a._loadOptions = a._loadOptions || {};
  if (!v.queryString && options.useQueryString === undefined) options.useQueryString = false;
  a._cdn = base + "/assets";
  a._writeKey = a._writeKey || "REDACTED";

  // A stored user id that the cookies do not confirm is stale only if it belongs to another anonymous id: after a sign-out
  // elsewhere the edge has made a new one. With the same anonymous id an identify is still on its way.
  var before;
  try { before = JSON.parse(localStorage.getItem("ajs_anonymous_id")); } catch (e) {}
  var stale = v.anonymousId && before && String(before) !== v.anonymousId;
  if (v.anonymousId || v.userId || v.traits) {
    // Runs after queued setAnonymousId calls and before all others. Nothing in it sends an event.
    a.unshift(["on", "initialize", function () {
      var u = this.user(), old = u.id(), id = u.anonymousId(), t, k;
      if (old && (v.userId ? old !== v.userId : stale)) {
        this.group().reset();
        u.traits({});
        u.id(null);
      }
      if (v.userId) u.id(v.userId);
      u.anonymousId(id);
      if (v.traits) {
        t = u.traits();
        for (k in v.traits) t[k] = v.traits[k];
        u.traits(t);
      }
    }]);
  }
  // First in the queue: an id that the page sets itself comes later and wins.
  if (v.anonymousId) a.unshift(["setAnonymousId", v.anonymousId]);
  a.push(["on", "reset", function () {
    if (window.fetch) fetch(base + "/reset", { method: "POST", credentials: "include", keepalive: true }).catch(function () {});
  }]);

  var n = own && (own.nonce || own.getAttribute("nonce")), q = n || d.querySelector("script[nonce]");
  n = n || q && q.nonce;
  function insert(url, other) {
    var e = d.createElement("script");
    e.async = true;
    if (n) e.setAttribute("nonce", n);
    // Another node of the edge may not know this version.
    if (other) e.onerror = function () { insert(other); };
    e.src = url;
    (d.head || d.documentElement).appendChild(e);
  }
  insert(origin + v.library, base + "/assets/library/latest.js");
})(LOADER_ARGUMENTS);
