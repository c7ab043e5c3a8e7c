namespace Gatehouse.Pages.Csp;

/// <summary>What a page's policies leave possible.</summary>
/// <param name="Form">The form that can run in the page.</param>
/// <param name="Nonce">The nonce that the script element carries, fit for an attribute. Null: none.</param>
/// <param name="Refusal">Why there is no form, a member of <see cref="PageOutcome"/>. Null: there is one.</param>
internal readonly record struct CspDecision(SnippetForm Form, string? Nonce, string? Refusal)
{
    public static CspDecision Allow(SnippetForm form, string? nonce) => new(form, nonce, null);

    public static CspDecision Refuse(string reason) => new(SnippetForm.None, null, reason);
}
