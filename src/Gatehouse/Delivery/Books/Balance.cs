namespace Gatehouse.Delivery.Books;

/// <summary>One side of the books against the other.</summary>
/// <param name="Site">Name of the site.</param>
/// <param name="Destination">Name of the destination. Null: the balance of the site's intake.</param>
/// <param name="In">Events that came in.</param>
/// <param name="Out">Events of which the books say what became of them, and those that wait.</param>
/// <param name="Waiting">What waits. None for an intake.</param>
internal sealed record Balance(string Site, string? Destination, long In, long Out, Pending Waiting)
{
    /// <summary>Whether the books balance.</summary>
    public bool Holds => In == Out;
}
