using Gatehouse.Html.Buffers;
using Gatehouse.Html.Rewriting;

namespace Gatehouse.Html;

/// <summary>A document type declaration.</summary>
public sealed class HtmlDoctype : HtmlUnit
{
    private PooledBuffer _raw;

    internal HtmlDoctype(ContentWriter writer)
        : base(writer)
    {
    }

    /// <summary>The name, in lower case; null: it has none.</summary>
    public string? Name => Parts().Name;

    /// <summary>The public identifier; null: it has none.</summary>
    public string? PublicId => Parts().PublicId;

    /// <summary>The system identifier; null: it has none.</summary>
    public string? SystemId => Parts().SystemId;

    /// <summary>Takes the declaration out. Browsers then read the document in quirks mode.</summary>
    public void Remove()
    {
        MustBeShown();
        Around.IsRemoved = true;
    }

    internal void Begin(ReadOnlySpan<byte> raw)
    {
        _raw.Rewind();
        _raw.Append(raw);
        Show();
    }

    internal override void Release()
    {
        base.Release();
        _raw.Clear();
    }

    private (string? Name, string? PublicId, string? SystemId) Parts()
    {
        MustBeShown();
        var parts = DoctypeParts.Of(_raw.Span);
        return (
            parts.HasName ? Names.Lower(Writer.Encoding.Decode(parts.Name)) : null,
            parts.HasPublicId ? Writer.Encoding.Decode(parts.PublicId) : null,
            parts.HasSystemId ? Writer.Encoding.Decode(parts.SystemId) : null);
    }
}
