namespace Gatehouse.Functional.Harness;

/// <summary>Where the published, natively compiled server is: the one that users run.</summary>
internal static class ServerProgram
{
    /// <summary>Full path of the executable.</summary>
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            var program = System.IO.Path.Combine(folder, "artifacts", "server", "gatehouse");
            if (File.Exists(program))
            {
                return program;
            }
        }

        throw new FileNotFoundException("The functional tests drive the published server. Publish it first: dotnet publish src/Gatehouse.Server -c Release -o artifacts/server");
    }
}
