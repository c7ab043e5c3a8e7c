using Gatehouse.Events;

namespace Gatehouse.Profiles.History;

/// <summary>Some events of a visitor.</summary>
/// <param name="Events">The events; fewer than were asked for, or none, when the bound of one look was reached first.</param>
/// <param name="Next">Where it goes on. Null: that is all.</param>
internal sealed record HistoryPage(IReadOnlyList<LogRecord> Events, long? Next);
