namespace Gatehouse.Postgres.Tests;

/// <summary>The tests that share a server; one at a time, for some of them stop it.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresTests : ICollectionFixture<PostgresServer>
{
    public const string Name = "PostgreSQL";
}
