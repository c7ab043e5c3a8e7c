using System.Text;

namespace Gatehouse.Delivery.Destinations.Files.Parquet;

/// <summary>Makes a Parquet file of a journal.</summary>
internal static class ParquetConversion
{
    /// <summary>Makes it, beside the journal and under the name of a part. When it returns, it is on the disk.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="path">Name of the file when it is finished.</param>
    /// <param name="site">Name of the site.</param>
    /// <param name="limits">How large pages and row groups become.</param>
    public static void Run(IFileDisk disk, string path, string site, ParquetLimits limits)
    {
        var compression = FileKind.Of(path).Compression;
        using var journal = FilePacking.Unpack(compression, disk.Read(path + FileNames.Open));
        using var part = disk.Open(path + FileNames.Part);
        var file = new ParquetFile(part, EventTable.Fields, compression, limits);
        var lines = new JournalLines(journal);
        var row = new EventRow();
        var name = Encoding.UTF8.GetBytes(site);
        while (lines.Next(out var line))
        {
            row.Read(line);
            EventTable.Write(file, name, line, row);
        }

        file.End();
    }
}
