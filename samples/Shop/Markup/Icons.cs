namespace Gatehouse.Samples.Shop.Markup;

/// <summary>The shop's small drawings, in the colour of the text around them.</summary>
internal static class Icons
{
    public static readonly Raw Logo = new("""
        <svg class="logo" viewBox="0 0 40 40" width="34" height="34" aria-hidden="true" focusable="false"><circle cx="20" cy="20" r="20" fill="currentColor"/><path d="M6.5 28 16 13.5l5 7.4 3-4.2L33.5 28" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/><circle cx="27.5" cy="11.5" r="2.4" fill="#fff"/></svg>
        """);

    public static readonly Raw Cart = Stroke("""<path d="M6 8h12l1.2 12H4.8L6 8Z"/><path d="M9 8V6.5a3 3 0 0 1 6 0V8"/>""");
    public static readonly Raw Person = Stroke("""<circle cx="12" cy="8" r="3.6"/><path d="M4.8 20c.8-3.8 3.7-5.8 7.2-5.8s6.4 2 7.2 5.8"/>""");
    public static readonly Raw Arrow = Stroke("""<path d="M4.5 12h15M13.5 6l6 6-6 6"/>""");
    public static readonly Raw Search = Stroke("""<circle cx="11" cy="11" r="6.2"/><path d="m15.8 15.8 4.2 4.2"/>""");
    public static readonly Raw Repair = Stroke("""<path d="M14.5 6.5a4.2 4.2 0 0 0-5.3 5.3L4 17l3 3 5.2-5.2a4.2 4.2 0 0 0 5.3-5.3l-2.7 2.7-2.6-.4-.4-2.6 2.7-2.7Z"/>""");
    public static readonly Raw Returns = Stroke("""<path d="M4.5 9h10a5 5 0 0 1 0 10H8"/><path d="M8.5 5 4.5 9l4 4"/>""");
    public static readonly Raw Weight = Stroke("""<path d="M12 4v16M7 20h10M5 8h14"/><path d="m5 8-2.5 6a2.7 2.7 0 0 0 5 0L5 8Zm14 0-2.5 6a2.7 2.7 0 0 0 5 0L19 8Z"/>""");
    public static readonly Raw Tag = Stroke("""<path d="M4 12.5V5a1 1 0 0 1 1-1h7.5L20 11.5 12.5 19 4 12.5Z"/><circle cx="8.5" cy="8.5" r="1.2"/>""");
    public static readonly Raw Check = Stroke("""<path d="m5 12.5 4.5 4.5L19 7.5"/>""");

    private static Raw Stroke(string shapes) => new($"""
        <svg class="icon" viewBox="0 0 24 24" width="22" height="22" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{shapes}</svg>
        """);
}
