using Gatehouse.Postgres;

#pragma warning disable IDE0130 // Stands where users look for it.
namespace Microsoft.Extensions.Hosting;

/// <summary>Adds the destination <c>postgres</c> to an application.</summary>
public static class PostgresHostExtensions
{
    /// <summary>Adds the kind of destination <c>postgres</c>, which the configuration can then name: events become rows of a PostgreSQL table.</summary>
    /// <param name="builder">The application's builder.</param>
    /// <returns>The same builder.</returns>
    public static IHostApplicationBuilder AddPostgres(this IHostApplicationBuilder builder) => builder.AddDestination(new PostgresDestinationType());
}
