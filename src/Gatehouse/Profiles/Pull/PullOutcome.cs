namespace Gatehouse.Profiles.Pull;

/// <summary>What the profile API answered.</summary>
internal enum PullOutcome
{
    /// <summary>It knows the visitor.</summary>
    Found,

    /// <summary>It does not (404).</summary>
    NotFound,

    /// <summary>It does not accept our credentials or our request (other 4xx).</summary>
    Refused,

    /// <summary>Too many requests (429).</summary>
    Throttled,

    /// <summary>It is in trouble, cannot be reached, or its answer makes no sense or is too large.</summary>
    Failed,

    /// <summary>It did not answer in time.</summary>
    Late,
}
