using Gatehouse.Conformance.Delivery;
using Gatehouse.Delivery;
using Gatehouse.Delivery.Destinations.Files;

namespace Gatehouse.Tests.Delivery.Destinations.Files;

/// <summary>The suite, over files.</summary>
public abstract class FilesSuite : DestinationSuite
{
    private readonly EventFolder _folder = new();
    private readonly FaultyDisk _disk = new();

    private protected abstract FileCompression Compression { get; }

    private protected virtual FileFormat Format => FileFormat.Ndjson;

    protected override bool IsIdempotent => true;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override ValueTask<IDestination> OpenAsync() => new(_folder.Open(new() { Folder = _folder.Path, Format = Format, Compression = Compression }, disk: _disk));

    protected override ValueTask<IReadOnlyList<ArrivedEvent>> ArrivedAsync() => new(_folder.Read());

    protected override ValueTask<bool> FailNextAsync()
    {
        _disk.FailAt(_disk.Steps + 2, static () => new IOException("The cable came loose."));
        return new(true);
    }
}
