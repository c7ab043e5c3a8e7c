using System.Buffers;
using Gatehouse.Diagnostics;
using Gatehouse.Html;
using Gatehouse.Pages.Codings;
using Gatehouse.Pages.Csp;
using Gatehouse.Pages.Headers;
using Gatehouse.Pages.Snippet;
using Gatehouse.Sites;
using Gatehouse.Visitors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Pages;

/// <summary>Decides over one answer, changes its headers, and gives the snippet when its place has come.</summary>
internal sealed class PageAnswer(HttpContext context, EdgeContext edge, SitePages pages, PageAsk ask, EdgeMetrics metrics, VisitorCookies cookies)
{
    private PageVerdict _verdict;
    private List<CspPolicy>? _policies;
    private CspDecision _decision;
    private StringValues _judgedEncoding;
    private int _judgedStatus;
    private bool _counted;
    private bool _changed;
    private string _placed = PageOutcome.NoPlace;

    /// <summary>The request and its answer.</summary>
    public HttpContext Context => context;

    /// <summary>The coding that the origin's body has.</summary>
    public ContentCoding OriginCoding { get; private set; }

    /// <summary>The coding that the changed body gets.</summary>
    public ContentCoding SentCoding { get; private set; }

    /// <summary>
    /// Judges the answer by its status and headers. Headers are changed at once, but for <see cref="PageTreatment.Recode"/>, where
    /// <see cref="Change"/> or <see cref="LeaveAlone"/> follows when the body has shown whether it is what its coding says.
    /// </summary>
    public PageTreatment Judge()
    {
        _verdict = PageJudge.Judge(context.Response, pages.Settings);
        _judgedEncoding = context.Response.Headers.ContentEncoding;
        _judgedStatus = context.Response.StatusCode;
        var refusal = _verdict.Refusal ?? JudgePolicies();
        if (refusal is not null || ask is PageAsk.Part or PageAsk.Never)
        {
            LeaveAlone(refusal ?? PageOutcome.NotNavigation);
            return PageTreatment.Raw;
        }

        OriginCoding = ContentCodings.Of(_judgedEncoding);
        SentCoding = ContentCodings.Choose(OriginCoding, context.Request.Headers.AcceptEncoding);
        if (HttpMethods.IsHead(context.Request.Method))
        {
            Change();
            Count(PageOutcome.HeadersOnly);
            return PageTreatment.Raw;
        }

        if (OriginCoding != ContentCoding.Identity)
        {
            return PageTreatment.Recode;
        }

        Change();
        return PageTreatment.Change;
    }

    /// <summary>Judges an answer whose body is not looked at, just before it starts.</summary>
    public Task MarkAsync()
    {
        Judge();
        return Task.CompletedTask;
    }

    /// <summary>Whether the answer is still the one that was judged. False: it was given up for another one, such as an error page.</summary>
    public bool IsAsJudged() =>
        context.Response.StatusCode == _judgedStatus && StringValues.Equals(context.Response.Headers.ContentEncoding, _judgedEncoding);

    /// <summary>Changes the headers of an answer whose body is going to be changed.</summary>
    public void Change()
    {
        var headers = context.Response.Headers;
        _changed = true;
        MarkPage(headers);
        PageHeaders.MakeChanged(headers);
        VaryHeader.Add(headers, PageHeaders.SecFetchDest);
        if (OriginCoding != ContentCoding.Identity)
        {
            headers.ContentEncoding = ContentCodings.NameOf(SentCoding);
            VaryHeader.Add(headers, "Accept-Encoding");
        }
    }

    /// <summary>Changes the headers of an answer whose body stays the origin's.</summary>
    /// <param name="outcome">Why, a member of <see cref="PageOutcome"/>.</param>
    public void LeaveAlone(string outcome)
    {
        var headers = context.Response.Headers;
        MarkPage(headers);
        if (_verdict.IsHtml)
        {
            if (_verdict.Refusal is null)
            {
                // Another request for the same URL gets it changed.
                VaryHeader.Add(headers, PageHeaders.SecFetchDest);
            }

            Count(outcome);
        }
    }

    /// <summary>The answer is made; what stands behind its body has to fit it too.</summary>
    public void Finish()
    {
        if (_changed)
        {
            PageHeaders.ForgetTrailers(context);
        }
    }

    /// <summary>Counts what became of the snippet; the first call of an answer counts.</summary>
    public void Count(string outcome)
    {
        if (!_counted)
        {
            _counted = true;
            metrics.Page(edge.Site.Name, outcome);
        }
    }

    /// <summary>Begins the way of the body through the rewriter.</summary>
    /// <param name="output">Where the changed body goes.</param>
    public HtmlRewriter OpenRewriter(IBufferWriter<byte> output)
    {
        var charset = ContentTypes.Charset(context.Response.ContentType);
        var program = pages.Program(leavesFragments: ask != PageAsk.Navigation || _verdict.Kind == ContentTypeKind.Xhtml);
        return program.Open(
            output,
            charset.IsEmpty ? null : charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) ? "utf-8" : charset.ToString(),
            this);
    }

    /// <summary>Counts how the way through the rewriter ended.</summary>
    public void Count(HtmlRewriter rewriter) => Count((rewriter.Head, rewriter.Trouble) switch
    {
        (HeadOutcome.Found, _) => _placed,
        (HeadOutcome.Fragment, _) => PageOutcome.Fragment,
        (HeadOutcome.UnsupportedEncoding, _) => PageOutcome.UnsupportedEncoding,
        (_, HtmlTrouble.TooLong) => PageOutcome.TooLong,
        (_, HtmlTrouble.HandlerFailed) => PageOutcome.Failed,
        _ => PageOutcome.NoPlace,
    });

    /// <summary>Puts the snippet at its place, if it may stand there.</summary>
    public void PutSnippet(HtmlHead head)
    {
        if (_verdict.Kind == ContentTypeKind.Xhtml && !head.IsWritten)
        {
            // An XML parser implies no head: the snippet would stand beside the root, and the page would not be well-formed.
            return;
        }

        var ofPage = head.ContentSecurityPolicies;
        if (ofPage.Count > 0)
        {
            var policies = _policies is null ? [] : new List<CspPolicy>(_policies);
            _decision = ofPage.All(content => CspPolicy.TryParseMeta(content, policies)) ? Decide(policies) : CspDecision.Refuse(PageOutcome.CspTooMany);
        }

        var element = SnippetElement.Write(pages.Snippet, _decision, edge.Host);
        head.AppendHtml(element.Span);
        _placed = element.IsEmpty ? _decision.Refusal ?? PageOutcome.CspScript : PageOutcome.Injected;
    }

    private string? JudgePolicies()
    {
        _decision = CspDecision.Allow(SnippetForm.Inline, null);
        var header = context.Response.Headers.ContentSecurityPolicy;
        if (header.Count > 0)
        {
            _policies = [];
            _decision = CspPolicy.TryParseHeader(header, _policies) ? Decide(_policies) : CspDecision.Refuse(PageOutcome.CspTooMany);
        }

        return _decision.Refusal;
    }

    private CspDecision Decide(List<CspPolicy> policies) =>
        CspJudge.Decide(policies, OwnOrigin.Of(edge), pages.AssetsFolder, pages.CallsFolder, pages.Snippet.Hashes);

    private void MarkPage(IHeaderDictionary headers)
    {
        if (_verdict.IsPage && ask is (PageAsk.Navigation or PageAsk.Unsaid))
        {
            cookies.Renew(context, edge);
            PageHeaders.MakePrivate(headers);
        }

        if (edge.IsVaried)
        {
            PageHeaders.MakeVaried(headers);
        }
    }
}
