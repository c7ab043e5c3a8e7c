using Microsoft.AspNetCore.Http;

namespace Gatehouse.Pages.Headers;

/// <summary>The Vary header.</summary>
internal static class VaryHeader
{
    /// <summary>Adds a field name unless it is there, or everything is.</summary>
    public static void Add(IHeaderDictionary headers, string name)
    {
        var vary = headers.Vary;
        foreach (var field in vary)
        {
            foreach (var range in field.AsSpan().Split(','))
            {
                var listed = field.AsSpan()[range].Trim();
                if (listed is "*" || listed.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return;
                }
            }
        }

        headers.Vary = vary.Count == 0 ? name : string.Join(", ", vary.ToArray()) + ", " + name;
    }
}
