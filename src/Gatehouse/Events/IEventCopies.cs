namespace Gatehouse.Events;

/// <summary>Copies of events that are kept outside the log. Those of an erased visitor have to go, and no new ones may come.</summary>
internal interface IEventCopies
{
    /// <summary>Deletes what is kept of a visitor who is among the <see cref="IErasures"/> by now. False: not all of it; it is to be asked for again.</summary>
    ValueTask<bool> EraseAsync(ErasedVisitor visitor);
}
