namespace Gatehouse.Sites;

/// <summary>What a condition asks of a value.</summary>
internal enum TestKind
{
    /// <summary>It is true, or the text <c>true</c>.</summary>
    True,

    /// <summary>It is this value.</summary>
    Equal,

    /// <summary>It is one of these values.</summary>
    In,

    /// <summary>A regular expression finds something in it.</summary>
    Match,

    /// <summary>It is there and not null, or it is not.</summary>
    Exist,

    /// <summary>It is a greater number, or a later date.</summary>
    Greater,

    /// <summary>It is no less a number, or no earlier a date.</summary>
    GreaterOrEqual,

    /// <summary>It is a smaller number, or an earlier date.</summary>
    Less,

    /// <summary>It is no greater a number, or no later a date.</summary>
    LessOrEqual,

    /// <summary>It is a text with this in it, or an array with this as an entry.</summary>
    Contain,
}
