using System.Collections.Frozen;

namespace Gatehouse.Assets;

/// <summary>The browser library as it was embedded at build, unmodified, with its chunks and licences.</summary>
internal sealed class BundledLibrary
{
    private const string Folder = "library/";
    private readonly FrozenDictionary<string, Asset> _chunks;

    public BundledLibrary()
    {
        var chunks = new Dictionary<string, Asset>(StringComparer.Ordinal);
        foreach (var name in typeof(BundledLibrary).Assembly.GetManifestResourceNames())
        {
            if (name.StartsWith(Folder, StringComparison.Ordinal) && name.Contains(".bundle.", StringComparison.Ordinal) && name.EndsWith(".js", StringComparison.Ordinal))
            {
                chunks.Add(name[Folder.Length..], Read(Asset.Script, name));
            }
        }

        _chunks = chunks.ToFrozenDictionary(StringComparer.Ordinal);
        Script = Read(Asset.Script, Folder + "standalone.js");
        Licence = Read(Asset.Text, Folder + "LICENSE");
    }

    /// <summary>The library itself.</summary>
    public Asset Script { get; }

    /// <summary>Its licence, and those of what is bundled into it.</summary>
    public Asset Licence { get; }

    /// <summary>A chunk by its file name, which holds its content hash. Null: no chunk of this release.</summary>
    public Asset? FindChunk(string name) => _chunks.GetValueOrDefault(name);

    /// <summary>An embedded file that is served in no form of its own.</summary>
    public static byte[] ReadFile(string name) => Bytes(Folder + name);

    private static Asset Read(string contentType, string name) => new(contentType, Bytes(name), Bytes(name + ".br"), Bytes(name + ".gz"));

    private static byte[] Bytes(string name)
    {
        using var stream = typeof(BundledLibrary).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The build did not embed {name}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
