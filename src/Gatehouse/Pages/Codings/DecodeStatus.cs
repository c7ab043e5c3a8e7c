namespace Gatehouse.Pages.Codings;

/// <summary>How far a decoder has come.</summary>
internal enum DecodeStatus
{
    /// <summary>It has written something; there may be more.</summary>
    Progress,

    /// <summary>It has taken everything that it was fed and has no more to write.</summary>
    NeedsInput,

    /// <summary>What it was fed is not what the coding says.</summary>
    Corrupt,
}
