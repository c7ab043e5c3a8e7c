namespace Gatehouse.Delivery.Destinations.Files.Parquet;

/// <summary>Events as rows. What a mapping has dropped from an event's JSON is in no column.</summary>
internal static class EventTable
{
    /// <summary>The columns, in their order.</summary>
    public static IReadOnlyList<ParquetField> Fields { get; } =
    [
        new("message_id", ParquetType.Text),
        new("site", ParquetType.Text, IsOptional: false),
        new("type", ParquetType.Text),
        new("name", ParquetType.Text),
        new("anonymous_id", ParquetType.Text),
        new("user_id", ParquetType.Text),
        new("timestamp", ParquetType.Time),
        new("received_at", ParquetType.Time),
        new("event", ParquetType.Json, IsOptional: false),
    ];

    /// <summary>Writes a row.</summary>
    /// <param name="file">Where.</param>
    /// <param name="site">Name of the site, in UTF-8.</param>
    /// <param name="json">The event.</param>
    /// <param name="row">What was read of it.</param>
    public static void Write(ParquetFile file, ReadOnlySpan<byte> site, ReadOnlySpan<byte> json, EventRow row)
    {
        var columns = file.Columns;
        AddText(columns[0], row, EventRow.MessageId);
        columns[1].Add(site);
        AddText(columns[2], row, EventRow.Type);
        AddText(columns[3], row, row.NameKey);
        AddText(columns[4], row, EventRow.AnonymousId);
        AddText(columns[5], row, EventRow.UserId);
        columns[6].Add(row.Timestamp);
        columns[7].Add(row.ReceivedAt);
        columns[8].Add(json);
        file.EndRow(json.Length);
    }

    private static void AddText(ParquetColumn column, EventRow row, int key)
    {
        if (row.TryGet(key, out var text))
        {
            column.Add(text);
        }
        else
        {
            column.AddNull();
        }
    }
}
