using System.Globalization;

namespace Gatehouse.Delivery.Books;

/// <summary>Notes of a trace, and how they are stored (<c>docs/formats/delivery.md</c>): <c>12-40 when,41 dead:refused:7,44-60 lost:log</c>.</summary>
internal static class TraceNotes
{
    private const string Dead = "dead:";
    private const string Lost = "lost:";

    /// <summary>Makes notes of what became of events.</summary>
    /// <param name="events">Events of the destination's site, each once, in any order.</param>
    public static List<TraceNote> Of(IEnumerable<(long Position, Outcome Outcome, string Reason)> events)
    {
        var notes = new List<TraceNote>();
        var mayGrow = false;
        foreach (var (position, outcome, reason) in events.OrderBy(static one => one.Position))
        {
            if (outcome == Outcome.Delivered)
            {
                mayGrow = false;
            }
            else if (mayGrow && outcome == Outcome.Filtered && notes[^1] is { Outcome: Outcome.Filtered } last && string.Equals(last.Reason, reason, StringComparison.Ordinal))
            {
                notes[^1] = last with { Last = position };
            }
            else
            {
                notes.Add(new(position, position, outcome, reason));
                mayGrow = true;
            }
        }

        return notes;
    }

    /// <summary>Writes one.</summary>
    public static string Write(TraceNote note)
    {
        var positions = note.First == note.Last ? $"{note.First}" : $"{note.First}-{note.Last}";
        return note.Outcome switch
        {
            Outcome.Dead => $"{positions} {Dead}{note.Reason}:{note.Letter}",
            Outcome.Lost => $"{positions} {Lost}{note.Reason}",
            _ => $"{positions} {note.Reason}",
        };
    }

    /// <summary>Reads what was written, one after the other.</summary>
    public static IEnumerable<TraceNote> Read(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(ReadOne);

    private static TraceNote ReadOne(string text)
    {
        var (positions, what) = Halves(text, ' ');
        var (first, last) = Halves(positions, '-');
        var note = new TraceNote(NumberOf(first), NumberOf(last.Length > 0 ? last : first), Outcome.Filtered, what);
        if (what.StartsWith(Lost, StringComparison.Ordinal))
        {
            return note with { Outcome = Outcome.Lost, Reason = what[Lost.Length..] };
        }

        if (!what.StartsWith(Dead, StringComparison.Ordinal))
        {
            return note;
        }

        var (reason, letter) = Halves(what[Dead.Length..], ':');
        return note with { Outcome = Outcome.Dead, Reason = reason, Letter = NumberOf(letter) };
    }

    private static (string First, string Second) Halves(string text, char at)
    {
        var place = text.IndexOf(at, StringComparison.Ordinal);
        return place < 0 ? (text, string.Empty) : (text[..place], text[(place + 1)..]);
    }

    private static long NumberOf(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
