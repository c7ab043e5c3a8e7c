namespace Gatehouse.Profiles.Push;

/// <summary>What became of the messages of one push.</summary>
internal sealed class PushTally
{
    /// <summary>Messages whose content is on disk, also those that had been stored before or say nothing new.</summary>
    public int Stored { get; set; }

    /// <summary>Messages that profiles are not made of.</summary>
    public int Ignored { get; set; }

    /// <summary>Messages that could not be stored.</summary>
    public int NotStored { get; set; }

    /// <summary>The first message that is refused, by its place in the array. Null: none is.</summary>
    public (int Index, string Fault)? Refused { get; set; }

    /// <summary>How many are refused.</summary>
    public int RefusedCount { get; set; }
}
