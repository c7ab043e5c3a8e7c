// An ASP.NET Core app with the edge in front of its own pages. Run it and open http://127.0.0.1:5080.
var builder = WebApplication.CreateBuilder(args);
builder.AddGatehouse();

var app = builder.Build();
app.UseGatehouse(edge => edge.MapVariation("/", profile => profile.Is("red_group") ? "/red" : null));
app.MapGet("/", () => Page("For everyone"));
app.MapGet("/red", () => Page("For the red group"));
app.Run();

static IResult Page(string title) => Results.Content(
    $"<!DOCTYPE html><html lang=\"en\"><head><title>{title}</title></head><body><h1>{title}</h1></body></html>",
    "text/html; charset=utf-8");
