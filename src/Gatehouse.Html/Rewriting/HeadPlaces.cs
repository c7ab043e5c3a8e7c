namespace Gatehouse.Html.Rewriting;

/// <summary>Places in the head, as a set.</summary>
[Flags]
internal enum HeadPlaces : byte
{
    None = 0,
    Start = 1,
    End = 2,
}
