namespace Gatehouse.Events;

/// <summary>A visitor whose data has to go.</summary>
/// <param name="Site">Name of the site.</param>
/// <param name="UserId">The user id. Null: never identified.</param>
/// <param name="AnonymousIds">Anonymous ids.</param>
/// <param name="Until">What was received until then has to go.</param>
internal sealed record ErasedVisitor(string Site, string? UserId, IReadOnlyCollection<string> AnonymousIds, DateTimeOffset Until);
