using Gatehouse.Assets.Settings;

namespace Gatehouse.Assets.Cdn;

/// <summary>Makes of the CDN's text what is kept: redacted, and for settings known to be JSON.</summary>
internal static class CdnContentReader
{
    /// <summary>Reads a text. Null: it is not what was asked for.</summary>
    /// <param name="file">What was asked for.</param>
    /// <param name="answer">The CDN's answer.</param>
    /// <param name="before">The copy at hand, which stays when the text is the same. Null: none.</param>
    public static ICdnContent? Read(CdnFile file, CdnAnswer answer, ICdnContent? before)
    {
        if (file.Kind == AssetKind.Settings)
        {
            return SettingsDocument.TryRead(answer.Text, file.WriteKey);
        }

        var text = WriteKeyRedaction.Apply(answer.Text, file.WriteKey);
        return before is Asset known && known.Identity.Span.SequenceEqual(text) ? known : Asset.Compress(answer.IsJson ? Asset.Json : Asset.Script, text);
    }
}
