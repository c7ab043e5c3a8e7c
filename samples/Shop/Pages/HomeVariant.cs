namespace Gatehouse.Samples.Shop.Pages;

/// <summary>What differs between the home pages: words, colours and goods, not the layout.</summary>
internal sealed record HomeVariant
{
    public static readonly HomeVariant Everyone = new()
    {
        Theme = "everyone",
        Notice = "Free returns for 60 days, worn or not",
        Eyebrow = "The autumn range",
        Headline = "Gear for the long way round.",
        Lead = "Tents, packs and layers that are light enough to take and sturdy enough to hand down.",
        Action = ("Shop the range", "/products"),
        OfferTitle = "First walk with us?",
        Offer = "Take 10 % off your first order.",
        Code = "FIRSTSTEP",
        Featured = "Made for this weekend",
        Slugs = ["ridgeline-tent", "trailhead-pack", "cairn-boots", "tarn-bottle"],
    };

    public static readonly HomeVariant Red = new()
    {
        Theme = "red",
        Notice = "Red group: 20 % off everything for hot, dry days",
        Eyebrow = "For the red group",
        Headline = "Follow the heat.",
        Lead = "Canyons, mesas and a sky with no shade in it. What to wear and what to carry where the ground glows.",
        Action = ("Shop the desert list", "/products?category=wear"),
        OfferTitle = "Yours until Sunday",
        Offer = "20 % off everything for hot, dry days.",
        Code = "REDROCK20",
        Featured = "The desert list",
        Slugs = ["squall-shell", "beacon-headlamp", "ember-stove", "bearing-compass"],
    };

    public static readonly HomeVariant Green = new()
    {
        Theme = "green",
        Notice = "Green group: a free repair kit with every tent",
        Eyebrow = "For the green group",
        Headline = "Back under the trees.",
        Lead = "Moss, mist and a lake before breakfast. Quiet gear for slow days in the forest.",
        Action = ("Shop the forest list", "/products?category=camp"),
        OfferTitle = "With our thanks",
        Offer = "A free repair kit with every tent and hammock.",
        Code = "GREENKIT",
        Featured = "The forest list",
        Slugs = ["lull-hammock", "ridgeline-tent", "drift-sleeping-bag", "narrows-dry-bag"],
    };

    public static readonly HomeVariant Interested = new()
    {
        Theme = "interested",
        Notice = "You have looked around: shipping is on us today",
        Eyebrow = "For the interested",
        Headline = "Sleep on it, out there.",
        Lead = "You have seen three things or more. Here is what others took home after that, and a reason not to wait.",
        Action = ("Back to the shelves", "/products"),
        OfferTitle = "Undecided?",
        Offer = "Free shipping on whatever you choose today.",
        Code = "NIGHTOUT",
        Featured = "Taken home most",
        Slugs = ["drift-sleeping-bag", "beacon-headlamp", "ridgeline-tent", "tarn-bottle"],
    };

    public required string Theme { get; init; }

    public required string Notice { get; init; }

    public required string Eyebrow { get; init; }

    public required string Headline { get; init; }

    public required string Lead { get; init; }

    public required (string Label, string Path) Action { get; init; }

    public required string OfferTitle { get; init; }

    public required string Offer { get; init; }

    public required string Code { get; init; }

    public required string Featured { get; init; }

    public required IReadOnlyList<string> Slugs { get; init; }
}
