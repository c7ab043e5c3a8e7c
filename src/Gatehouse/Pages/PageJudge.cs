using Gatehouse.Pages.Codings;
using Gatehouse.Pages.Headers;
using Gatehouse.Sites;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Pages;

/// <summary>Which answers are pages, and which of them get the snippet.</summary>
internal static class PageJudge
{
    public static PageVerdict Judge(HttpResponse response, SnippetSettings settings)
    {
        var kind = ContentTypes.Of(response.ContentType);
        if (kind == ContentTypeKind.Other)
        {
            return new(kind, IsPage: false, PageOutcome.Status);
        }

        if (!IsWhole(response.StatusCode))
        {
            return new(kind, IsPage: false, PageOutcome.Status);
        }

        if (IsAttachment(response.Headers.ContentDisposition.ToString()))
        {
            return new(kind, IsPage: false, PageOutcome.Attachment);
        }

        return new(kind, IsPage: true, Refusal(response, settings, kind));
    }

    private static string? Refusal(HttpResponse response, SnippetSettings settings, ContentTypeKind kind)
    {
        if (!settings.Enabled)
        {
            return PageOutcome.Off;
        }

        if (response.StatusCode != StatusCodes.Status200OK && settings.InjectOn == InjectOn.Only200)
        {
            return PageOutcome.Status;
        }

        if (CacheControl.Has(response.Headers.CacheControl, "no-transform"))
        {
            return PageOutcome.NoTransform;
        }

        if (kind == ContentTypeKind.UnsupportedEncoding)
        {
            return PageOutcome.UnsupportedEncoding;
        }

        return ContentCodings.Of(response.Headers.ContentEncoding) == ContentCoding.Unknown ? PageOutcome.UnknownCoding : null;
    }

    /// <summary>Whether a status comes with a body that is a page from its first byte to its last.</summary>
    private static bool IsWhole(int status) => status is >= 200
        and not StatusCodes.Status204NoContent
        and not StatusCodes.Status205ResetContent
        and not StatusCodes.Status206PartialContent
        and not StatusCodes.Status304NotModified;

    private static bool IsAttachment(ReadOnlySpan<char> disposition)
    {
        const string Attachment = "attachment";
        var type = disposition.TrimStart();
        return type.StartsWith(Attachment, StringComparison.OrdinalIgnoreCase) && (type.Length == Attachment.Length || type[Attachment.Length] is ';' or ' ' or '\t');
    }
}
