namespace Gatehouse.Visitors;

/// <summary>Whose page sent a request.</summary>
internal enum RequestSource
{
    /// <summary>Nothing says: a program, or a browser that withholds it.</summary>
    Unknown,

    /// <summary>A page of the same registrable domain, or of an origin that the site allows.</summary>
    Own,

    /// <summary>A page of somebody else's.</summary>
    Foreign,
}
