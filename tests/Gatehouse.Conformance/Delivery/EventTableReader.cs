using System.Text;
using Parquet;
using Parquet.Schema;

namespace Gatehouse.Conformance.Delivery;

/// <summary>Reads Parquet files of events, by Parquet.Net.</summary>
public static class EventTableReader
{
    /// <summary>All rows, in their order.</summary>
    /// <param name="path">Where the file is.</param>
    public static async Task<IReadOnlyList<TableRow>> ReadAsync(string path)
    {
        await using var reader = await ParquetReader.CreateAsync(path);
        var rows = new List<TableRow>();
        for (var number = 0; number < reader.RowGroupCount; number++)
        {
            using var group = reader.OpenRowGroupReader(number);
            rows.AddRange(await RowsAsync(group, reader.Schema.GetDataFields()));
        }

        return rows;
    }

    private static async Task<IEnumerable<TableRow>> RowsAsync(ParquetRowGroupReader group, DataField[] fields)
    {
        var texts = new Dictionary<string, string?[]>(StringComparer.Ordinal);
        var times = new Dictionary<string, DateTime?[]>(StringComparer.Ordinal);
        foreach (var field in fields)
        {
            if (field.Name is "timestamp" or "received_at")
            {
                times[field.Name] = new DateTime?[group.RowCount];
                await group.ReadAsync<DateTime>(field, times[field.Name].AsMemory());
            }
            else if (field.Name == "event")
            {
                // To this reader JSON is bytes.
                var bytes = new byte[]?[group.RowCount];
                await group.ReadAsync(field, bytes.AsMemory());
                texts[field.Name] = [.. bytes.Select(static one => Encoding.UTF8.GetString(one!))];
            }
            else
            {
                texts[field.Name] = new string?[group.RowCount];
                await group.ReadAsync(field, texts[field.Name].AsMemory()!);
            }
        }

        return Enumerable.Range(0, (int)group.RowCount).Select(row => new TableRow(
            texts["message_id"][row],
            texts["site"][row]!,
            texts["type"][row],
            texts["name"][row],
            texts["anonymous_id"][row],
            texts["user_id"][row],
            times["timestamp"][row],
            times["received_at"][row],
            texts["event"][row]!));
    }
}
