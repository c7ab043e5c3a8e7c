namespace Gatehouse.Benchmarks.Collect;

/// <summary>A track event as the browser library sends it.</summary>
internal static class SampleEvent
{
    public const string Text = """{"timestamp":"2026-11-24T10:00:00.120Z","integrations":{},"type":"track","event":"Order Completed","properties":{"orderId":"o-17","revenue":24.5},"context":{"page":{"path":"/done","referrer":"https://search.example/","search":"?utm_source=nl","title":"Thanks","url":"https://www.shop.example/done?utm_source=nl"},"userAgent":"Mozilla/5.0 (X11; Linux x86_64)","locale":"nl-NL","timezone":"Europe/Amsterdam","library":{"name":"analytics.js","version":"next-1.84.3"}},"messageId":"ajs-next-1795514400120-5f0c1a2e-7b3d-4c19-9a64-2f1e8d0b6c57","anonymousId":"0f6b7a52-6d1c-4b0e-8a53-1c9d2e4f7a10","userId":null,"writeKey":"REDACTED","_metadata":{"bundled":["Segment.io"],"unbundled":[],"bundledIds":[]}}""";
}
