namespace Gatehouse.Html;

/// <summary>Where in the head a handler waits.</summary>
public enum HeadPosition
{
    /// <summary>As the first thing in the head: behind its start tag, or where a head is implied to begin.</summary>
    Start,

    /// <summary>As the last thing in the head: before its end tag, or where it is implied to end.</summary>
    End,
}
