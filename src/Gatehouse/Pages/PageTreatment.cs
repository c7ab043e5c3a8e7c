namespace Gatehouse.Pages;

/// <summary>What is done with an answer's body.</summary>
internal enum PageTreatment
{
    /// <summary>Not known yet: nothing has been written.</summary>
    Undecided,

    /// <summary>It goes through as it comes.</summary>
    Raw,

    /// <summary>The snippet is put in.</summary>
    Change,

    /// <summary>It is decoded, the snippet is put in, and it is coded again.</summary>
    Recode,
}
