namespace Gatehouse.Functional.Harness;

/// <summary>Arguments of <c>gatehouse run</c> for one site, <c>shop</c>, on ports that the system picks.</summary>
internal static class EdgeArguments
{
    public static List<string> For(TemporaryFolder folder, string origin, string? trackingApi = null, params IEnumerable<string> more)
    {
        List<string> settings =
        [
            "Listen=http://127.0.0.1:0",
            "Admin:Listen=http://127.0.0.1:0",
            "Data=" + folder.File("data"),
            "Sites:shop:Hosts:0=*",
            "Sites:shop:Origin=" + origin,
            "Sites:shop:WriteKey=WRITEKEY123",
            "Sites:shop:ProfileWebhook:Username=u",
            "Sites:shop:ProfileWebhook:Password=p",
            "Sites:shop:Variations:0:Path=/",
            "Sites:shop:Variations:0:Serve:0:When:Trait=red_group",
            "Sites:shop:Variations:0:Serve:0:Path=/red",
        ];
        if (trackingApi is not null)
        {
            settings.Add("Sites:shop:Segment:TrackingApi=" + trackingApi + "/v1");
        }

        settings.AddRange(more);
        return ["run", .. settings.SelectMany(static setting => new[] { "--set", "Gatehouse:" + setting })];
    }
}
