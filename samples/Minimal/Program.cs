// An ASP.NET Core app with the edge in front of its own pages. Run it and open http://127.0.0.1:5080: the third page view within an hour
// makes a visitor a regular, and the page after it is another one.
using Gatehouse.Profiles;

var builder = WebApplication.CreateBuilder(args);
builder.AddGatehouse();

var app = builder.Build();
app.UseGatehouse(edge => edge
    .AddComputedTrait("views_1h", Compute.Count(When.Type("page"), TimeSpan.FromHours(1)))
    .AddAudience("regular", When.Trait("views_1h").GreaterOrEqual(3))
    .MapVariation("/", profile => profile.Is("red_group") ? "/red" : profile.Is("regular") ? "/regular" : null));
app.MapGet("/", () => Page("For everyone"));
app.MapGet("/red", () => Page("For the red group"));
app.MapGet("/regular", () => Page("For regulars"));
app.Run();

static IResult Page(string title) => Results.Content(
    $"<!DOCTYPE html><html lang=\"en\"><head><title>{title}</title></head><body><h1>{title}</h1></body></html>",
    "text/html; charset=utf-8");
