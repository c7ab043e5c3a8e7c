using Gatehouse.Storage;
using Gatehouse.Tests.Harness;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Tests.Storage;

/// <summary>The file that says which definitions are in service.</summary>
public sealed class RebuildDiskTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gatehouse-definitions-").FullName;

    [Fact]
    public async Task Trouble_is_said_once_and_again_after_it_was_over()
    {
        using var logs = new WrittenLogs();
        using var factory = LoggerFactory.Create(builder => builder.AddProvider(logs));
        var disk = new RebuildDisk(_folder, TimeProvider.System, factory.CreateLogger<SqliteProfileStore>());
        var inTheWay = Path.Combine(_folder, "definitions.json.new");
        for (var times = 0; times < 2; times++)
        {
            Directory.CreateDirectory(inTheWay);
            Assert.False(await disk.WriteDefinitionsAsync("{}"u8.ToArray()));
            Assert.False(await disk.WriteDefinitionsAsync("{}"u8.ToArray()));
            Assert.False(await disk.WriteDefinitionsAsync("{}"u8.ToArray()));
            Directory.Delete(inTheWay);
            Assert.True(await disk.WriteDefinitionsAsync("{}"u8.ToArray()));
            Assert.True(await disk.WriteDefinitionsAsync("{}"u8.ToArray()));
        }

        Assert.Equal([1970, 1972, 1970, 1972], logs.Lines.Select(static line => line.Id));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
