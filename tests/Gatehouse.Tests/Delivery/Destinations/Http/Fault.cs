namespace Gatehouse.Tests.Delivery.Destinations.Http;

/// <summary>What a receiver can do wrong.</summary>
public enum Fault
{
    ClosesAtOnce,
    ClosesAfterTheRequest,
    ClosesInItsAnswer,
    Stalls,
    TricklesItsHead,
    IsBusy,
    Fails,
    RefusesEverything,
    TalksGarbage,
    SendsHeadersWithoutEnd,
    RefusesWithoutEnd,
    TakesAndTalksWithoutEnd,
    RefusesAndStalls,
    Redirects,
    HasNoSuchAddress,
    WantsCredentials,
}
