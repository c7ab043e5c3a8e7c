// A destination of one's own: orders are told in a chat. Run it, open http://127.0.0.1:5081 and press the button.
using CustomDestination;

var builder = WebApplication.CreateBuilder(args);
builder.AddGatehouse();
builder.AddDestination(new ChatDestinationType());

var app = builder.Build();
app.UseGatehouse();

// The chat itself, so that the sample is whole: it takes {"text": "…"}, as many chats do.
var chat = new Chat();
app.MapPost("/chat", (ChatMessage message) => chat.Take(message));
app.MapGet("/", () => Results.Content(chat.Page(), "text/html; charset=utf-8"));
app.Run();
