namespace Gatehouse.Sites;

/// <summary>Which events go to a destination, and what of them.</summary>
internal sealed record EventRuleSettings
{
    /// <summary>Which events go. Null: all.</summary>
    public ConditionSettings? When { get; init; }

    /// <summary>The part of visitors whose events go; above 0, at most 1. Default 1: all.</summary>
    public double Sample { get; init; } = 1;

    /// <summary>Categories of consent that the visitor must have given, all of them. Empty: none is needed.</summary>
    public ValueList<string> Consent { get; init; } = [];

    /// <summary>The name by which an event's <c>integrations</c> switch the destination off. Null: they cannot.</summary>
    public string? Integration { get; init; }

    /// <summary>Paths of what goes out; all else does not. Empty: everything goes out.</summary>
    public ValueList<string> Keep { get; init; } = [];

    /// <summary>Paths of what does not go out.</summary>
    public ValueList<string> Drop { get; init; } = [];

    /// <summary>What goes out at another place.</summary>
    public ValueList<RenameSettings> Rename { get; init; } = [];

    /// <summary>Paths of texts and numbers of which only a hash goes out.</summary>
    public ValueList<string> Hash { get; init; } = [];

    /// <summary>What is hashed before each text. A secret. Null: nothing.</summary>
    public string? HashSalt { get; init; }
}
