namespace Gatehouse.Delivery.Books;

/// <summary>A row of the traces.</summary>
/// <param name="First">The first position.</param>
/// <param name="Next">The first one behind.</param>
/// <param name="Time">When it was done, in 100 ns; within a second of it where passes share a row.</param>
/// <param name="Attempts">The most attempts that any of those that were delivered took.</param>
/// <param name="Answer">What the destination said last of one that was delivered.</param>
/// <param name="Notes">What was not delivered, as <see cref="TraceNotes"/> writes it.</param>
internal sealed record TraceRow(long First, long Next, long Time, int Attempts, string Answer, string Notes)
{
    // A row is small; what needs more has several.
    private const int MostNotes = 512;

    /// <summary>The rows of a trace.</summary>
    public static IEnumerable<TraceRow> Of(PassTrace trace)
    {
        var row = new TraceRow(trace.First, trace.Next, trace.Time.UtcTicks, trace.Attempts, trace.Answer, string.Empty);
        foreach (var note in trace.Notes)
        {
            var text = TraceNotes.Write(note);
            if (row.Notes.Length > 0 && row.Notes.Length + 1 + text.Length > MostNotes)
            {
                yield return row with { Next = note.First };
                row = row with { First = note.First, Notes = text };
            }
            else
            {
                row = row with { Notes = row.Notes.Length > 0 ? $"{row.Notes},{text}" : text };
            }
        }

        yield return row;
    }

    /// <summary>Puts the one that follows into this. Null: they are too different, or too large.</summary>
    public TraceRow? With(TraceRow next)
    {
        var isOne = next.First == Next && next.Attempts == Attempts && string.Equals(next.Answer, Answer, StringComparison.Ordinal) && next.Time - Time is >= 0 and < TimeSpan.TicksPerSecond;
        var notes = Notes.Length == 0 ? next.Notes : next.Notes.Length == 0 ? Notes : $"{Notes},{next.Notes}";
        return isOne && notes.Length <= MostNotes ? this with { Next = next.Next, Notes = notes } : null;
    }

    /// <summary>The part between two positions.</summary>
    public TraceRow Part(long first, long next) => this with
    {
        First = first,
        Next = next,
        Notes = string.Join(',', TraceNotes.Read(Notes)
            .Where(note => note.First < next && note.Last >= first)
            .Select(note => TraceNotes.Write(note with { First = Math.Max(note.First, first), Last = Math.Min(note.Last, next - 1) }))),
    };
}
