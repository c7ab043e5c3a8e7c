namespace Gatehouse.Server;

/// <summary>The executable.</summary>
internal static class Program
{
    private static void Main()
    {
    }
}
