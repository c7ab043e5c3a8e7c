namespace Gatehouse.Fuzz;

internal static class EventTarget
{
    public static void Run(ReadOnlySpan<byte> data) => EventCase.Read(data).ForEach(EventCase.Check);
}
