namespace Gatehouse.Profiles;

/// <summary>Which of a visitor's ids a profile is kept under. The numbers are stored.</summary>
internal enum ProfileKind
{
    /// <summary>The user id.</summary>
    User = 1,

    /// <summary>The anonymous id.</summary>
    Anonymous = 2,
}
