namespace Gatehouse.Functional.Clients;

/// <summary>The tests that use the clients, so that they are installed once.</summary>
[CollectionDefinition(nameof(ClientTests))]
public sealed class ClientTests : ICollectionFixture<ClientsFixture>;
