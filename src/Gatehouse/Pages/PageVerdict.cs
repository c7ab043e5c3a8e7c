using Gatehouse.Pages.Headers;

namespace Gatehouse.Pages;

/// <summary>What an answer's status and headers say of it.</summary>
/// <param name="Kind">Its type.</param>
/// <param name="IsPage">Whether it is a whole answer that a browser shows, so that the visitor's cookies go with it.</param>
/// <param name="Refusal">Why the snippet is not put in, a member of <see cref="PageOutcome"/>. Null: nothing speaks against it.</param>
internal readonly record struct PageVerdict(ContentTypeKind Kind, bool IsPage, string? Refusal)
{
    /// <summary>Whether it is HTML at all.</summary>
    public bool IsHtml => Kind != ContentTypeKind.Other;
}
