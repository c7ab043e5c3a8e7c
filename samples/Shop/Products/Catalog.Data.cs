namespace Gatehouse.Samples.Shop.Products;

/// <summary>All products of the shop, made up.</summary>
internal static partial class Catalog
{
    private static readonly Category Camp = new("camp", "Camp", "Sleep well anywhere flat enough to lie down.");
    private static readonly Category Packs = new("packs", "Packs", "Carry what you need and nothing that flaps.");
    private static readonly Category Wear = new("wear", "Wear", "Layers for the weather you were not promised.");
    private static readonly Category Tools = new("tools", "Tools", "Small things that make the day work.");

    public static IReadOnlyList<Category> Categories { get; } = [Camp, Packs, Wear, Tools];

    public static IReadOnlyList<Product> Products { get; } =
    [
        new("ridgeline-tent", "FL-101", "Ridgeline 2 Tent", Camp, 349.00m)
        {
            Tagline = "Two people, three seasons, four minutes",
            Text = "A freestanding tent with two doors and a pole set that only fits together one way. The fly stands clear of the inner, so a wet night stays outside.",
            Drawing = "An orange tent with an open door",
            Facts = [("Weight", "1.68 kg"), ("Packed", "44 × 14 cm"), ("Floor", "2.15 × 1.30 m")],
        },
        new("drift-sleeping-bag", "FL-102", "Drift Sleeping Bag", Camp, 229.00m)
        {
            Tagline = "Warm to −4 °C without the squeeze",
            Text = "Cut for people who do not sleep like mummies: room at the knees, a draught collar that closes with one hand, and a zip that does not bite.",
            Drawing = "A blue sleeping bag with an open hood",
            Facts = [("Weight", "980 g"), ("Comfort", "1 °C"), ("Fill", "Recycled down")],
        },
        new("ember-stove", "FL-103", "Ember Stove", Camp, 79.00m)
        {
            Tagline = "Coffee in three minutes, dinner in ten",
            Text = "A burner with three wide arms and a valve that can simmer. It folds into its own mug and lights with a spark, not with hope.",
            Drawing = "A small camping stove with a steaming pot",
            Facts = [("Weight", "128 g"), ("Boils 1 l", "3 min 10 s"), ("Fuel", "Screw-on gas")],
        },
        new("lull-hammock", "FL-104", "Lull Hammock", Camp, 65.00m)
        {
            Tagline = "Two trees and an afternoon",
            Text = "Soft ripstop, wide straps that spare the bark, and hooks that hold where you leave them. It packs into the pocket at its end.",
            Drawing = "A striped hammock between two trees",
            Facts = [("Weight", "540 g"), ("Holds", "180 kg"), ("Length", "3.00 m")],
        },
        new("trailhead-pack", "FL-201", "Trailhead 45 Pack", Packs, 189.00m)
        {
            Tagline = "Five days in, still comfortable",
            Text = "A pack that carries on the hips and opens like a suitcase. The lid comes off and becomes a bag for the summit.",
            Drawing = "A green hiking backpack with a rolled mat",
            Facts = [("Weight", "1.42 kg"), ("Volume", "45 l"), ("Back", "Three lengths")],
        },
        new("narrows-dry-bag", "FL-202", "Narrows Dry Bag", Packs, 39.00m)
        {
            Tagline = "Roll it three times and forget the river",
            Text = "Welded seams, a stiff rim that rolls evenly, and a clear strip that shows which of the five bags has the socks.",
            Drawing = "A yellow dry bag with a rolled top",
            Facts = [("Weight", "210 g"), ("Volume", "20 l"), ("Seams", "Welded")],
        },
        new("squall-shell", "FL-301", "Squall Shell", Wear, 259.00m)
        {
            Tagline = "Three layers against sideways rain",
            Text = "A hood that turns with your head, pockets above the hip belt, and zips under the arms for the climb before the storm.",
            Drawing = "A red rain jacket with a hood",
            Facts = [("Weight", "395 g"), ("Water column", "20,000 mm"), ("Repair", "Free, for life")],
        },
        new("cairn-boots", "FL-302", "Cairn Boots", Wear, 199.00m)
        {
            Tagline = "Sure-footed from the first day",
            Text = "A one-piece leather upper, few seams, and a sole that grips wet roots and can be replaced when it no longer does.",
            Drawing = "A brown leather hiking boot",
            Facts = [("Weight", "620 g each"), ("Upper", "Leather, 2.4 mm"), ("Sole", "Replaceable")],
        },
        new("foothill-beanie", "FL-303", "Foothill Beanie", Wear, 29.00m)
        {
            Tagline = "Merino for cold mornings",
            Text = "Knitted in one piece, so there is no seam to feel. Warm when damp, and it does not keep the smell of the campfire longer than you do.",
            Drawing = "A knitted hat with a pompom",
            Facts = [("Weight", "62 g"), ("Wool", "Merino, 19.5 µm"), ("Sizes", "One")],
        },
        new("beacon-headlamp", "FL-401", "Beacon Headlamp", Tools, 49.00m)
        {
            Tagline = "Red light for the others in the hut",
            Text = "One knob, no menus: turn for more, press for red. It charges from anything and tells you honestly what is left.",
            Drawing = "A headlamp on a strap, with a beam of light",
            Facts = [("Weight", "84 g"), ("Light", "350 lm"), ("Lasts", "60 h on low")],
        },
        new("tarn-bottle", "FL-402", "Tarn Bottle", Tools, 34.00m)
        {
            Tagline = "One litre, cold until evening",
            Text = "Double walls of steel, a mouth wide enough for ice and a loop that takes a full hand with gloves on.",
            Drawing = "A teal steel bottle with a loop",
            Facts = [("Weight", "410 g"), ("Volume", "1.0 l"), ("Cold for", "24 h")],
        },
        new("bearing-compass", "FL-403", "Bearing Compass", Tools, 45.00m)
        {
            Tagline = "Works when the phone is out of charge",
            Text = "A steady needle in oil, a base plate with the scales that maps really have, and declination set with a key that is tied on.",
            Drawing = "A compass with a red needle",
            Facts = [("Weight", "38 g"), ("Scales", "1:25,000 and 1:50,000"), ("Needle", "Settles in 2 s")],
        },
    ];
}
