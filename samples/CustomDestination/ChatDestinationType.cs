using Gatehouse.Delivery;

namespace CustomDestination;

/// <summary>The kind <c>chat</c>: <c>"Type": "chat", "Url": "https://chat.example/hooks/orders"</c>.</summary>
internal sealed class ChatDestinationType : DestinationType<ChatOptions>
{
    public override string Name => "chat";

    // What the configuration may say, and what is wrong with it. Faults are told all at once, and nothing serves with one.
    protected override ChatOptions Read(DestinationOptionsReader settings)
    {
        settings.Required("Url", "\"https://chat.example/hooks/orders\"");
        return new(settings.Url("Url") ?? new("https://none.invalid"), settings.Text("Prefix") ?? "New order");
    }

    protected override IDestination Create(ChatOptions options, DestinationContext context) => new ChatDestination(options);
}
