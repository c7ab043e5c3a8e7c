namespace Gatehouse.Server; internal static class Program { private static void Main() { } }
