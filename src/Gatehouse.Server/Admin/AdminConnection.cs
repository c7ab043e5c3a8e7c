namespace Gatehouse.Server.Admin;

/// <summary>Marks connections of the admin listener. Set by the listener itself, so no request can claim to be one.</summary>
internal sealed class AdminConnection
{
    private AdminConnection()
    {
    }

    /// <summary>The mark.</summary>
    public static AdminConnection Mark { get; } = new();
}
