using System.Text;
using Gatehouse.Delivery;

namespace Gatehouse.Postgres;

/// <summary>The kind <c>postgres</c>: events become rows of a table.</summary>
internal sealed class PostgresDestinationType : DestinationType<PostgresOptions>
{
    private const string Example = "Host=db.example;Database=analytics;Username=gatehouse;Password=…;SSL Mode=VerifyFull";

    // PostgreSQL cuts a longer name without a word.
    private const int LongestName = 63;

    public override string Name => "postgres";

    public override int BatchEvents => 1000;

    public override long BatchBytes => 4 << 20;

    // A batch is a transaction: larger ones cost less.
    public override TimeSpan BatchAge => TimeSpan.FromSeconds(1);

    protected override PostgresOptions Read(DestinationOptionsReader settings)
    {
        var options = new PostgresOptions
        {
            ConnectionString = settings.Required("ConnectionString", Example),
            Schema = Identifier(settings, "Schema", "gatehouse"),
            Table = Identifier(settings, "Table", "events"),
        };
        if (options.ConnectionString.Length > 0 && !PostgresSource.IsUsable(options.ConnectionString))
        {
            settings.Fault("ConnectionString", null, $"is no connection string that can be used. Write key=value pairs with ; between, and at least Host, such as {Example}.");
        }

        return options;
    }

    protected override IDestination Create(PostgresOptions options, DestinationContext context) => new PostgresDestination(options);

    private static string Identifier(DestinationOptionsReader settings, string key, string otherwise)
    {
        var name = settings.Text(key) ?? otherwise;
        if (Encoding.UTF8.GetByteCount(name) > LongestName || name.Any(char.IsControl))
        {
            settings.Fault(key, name, $"must be a name of at most {LongestName} bytes without control characters.");
        }

        return name;
    }
}
