namespace Gatehouse.Sites;

/// <summary>How a host pattern is matched.</summary>
internal enum HostPatternKind
{
    /// <summary>One name.</summary>
    Exact,

    /// <summary>Every name below a domain, at any depth, but not the domain.</summary>
    Below,

    /// <summary>Every host.</summary>
    All,
}
