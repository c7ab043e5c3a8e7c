using Gatehouse.Profiles;
using Gatehouse.Profiles.Rebuild;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Storage;

/// <summary><c>definitions.json</c> in the Data folder, and a profile store a rebuild in <c>rebuild/</c>.</summary>
internal sealed partial class RebuildDisk(string folder, TimeProvider time, ILogger<SqliteProfileStore> logger) : IRebuildDisk
{
    private readonly string _definitions = Path.Combine(folder, "definitions.json");
    private readonly string _shadows = Path.Combine(folder, "rebuild");
    private string? _finding;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> ReadDefinitions()
    {
        try
        {
            return File.ReadAllBytes(_definitions);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return default;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The file '{_definitions}' cannot be read: {trouble.Message} It says by which definitions profiles were computed.", trouble);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> WriteDefinitionsAsync(ReadOnlyMemory<byte> value)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var written = _definitions + ".new";
            await using (var file = new FileStream(written, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                await file.WriteAsync(value);
                file.Flush(flushToDisk: true);
            }

            File.Move(written, _definitions, overwrite: true);
            Found(null);
            return true;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            Found(trouble.Message);
            return false;
        }
    }

    /// <inheritdoc/>
    public IShadowStore OpenShadow(string rebuild) => ShadowStore.Open(Path.Combine(_shadows, rebuild), time, logger);

    /// <inheritdoc/>
    public void DeleteShadows(string? except)
    {
        try
        {
            foreach (var shadow in Directory.Exists(_shadows) ? Directory.GetDirectories(_shadows) : [])
            {
                if (!string.Equals(Path.GetFileName(shadow), except, StringComparison.Ordinal))
                {
                    Directory.Delete(shadow, recursive: true);
                }
            }
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            LogNotDeleted(trouble.Message);
        }
    }

    /// <summary>Says it when it is another finding than the last one: a full disk is tried again and again.</summary>
    private void Found(string? finding)
    {
        var before = _finding;
        _finding = finding;
        if (finding is null && before is not null)
        {
            LogWrittenAgain();
        }
        else if (finding is not null && !string.Equals(finding, before, StringComparison.Ordinal))
        {
            LogNotWritten(finding);
        }
    }

    [LoggerMessage(1970, LogLevel.Error, "The file definitions.json could not be written ({Finding}); what it says stays in service, and it is tried again.")]
    private partial void LogNotWritten(string finding);

    [LoggerMessage(1972, LogLevel.Information, "The file definitions.json could be written again.")]
    private partial void LogWrittenAgain();

    [LoggerMessage(1971, LogLevel.Warning, "Profiles of a rebuild that is over could not be deleted ({Finding}); it is tried again.")]
    private partial void LogNotDeleted(string finding);
}
