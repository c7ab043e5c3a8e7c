namespace Gatehouse.Html.Simulation;

/// <summary>What a token means for the document's head.</summary>
[Flags]
internal enum HeadMarks : byte
{
    None = 0,

    /// <summary>The token is the head's own start tag: its content begins behind it.</summary>
    OpensAfter = 1,

    /// <summary>The head is implied: its content begins before the token.</summary>
    OpensBefore = 2,

    /// <summary>The head ends before the token.</summary>
    ClosesBefore = 4,

    /// <summary>The token is a meta element of the head.</summary>
    Meta = 8,
}
