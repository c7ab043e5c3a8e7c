using Gatehouse.Delivery.Destinations.Files.Parquet;
using ZstdSharp;

namespace Gatehouse.Delivery.Destinations.Files;

/// <content>Parquet files are made of journals beside the writing of events, one at a time.</content>
internal sealed partial class FilesDestination
{
    // When more wait, events wait too.
    private const int MostJournals = 4;

    private Task _conversion = Task.CompletedTask;
    private bool _isConverting;
    private bool _isBehind;

    /// <summary>Lets others write, and begins to make what waits to be made.</summary>
    private void EndTurn()
    {
        if (!_isConverting && _isDisposed == 0 && _files?.NextJournal is { } journal)
        {
            _isConverting = true;
            Volatile.Write(ref _conversion, ConvertAsync(journal));
        }

        Volatile.Write(ref _isBehind, _files?.Waiting > MostJournals);
        _one.Release();
    }

    private async Task ConvertAsync(StoredFile? journal)
    {
        while (journal is not null)
        {
            var end = await OnThread(() => Convert(journal));
            await _one.WaitAsync();
            journal = null;
            try
            {
                // After trouble the next tick tries again.
                if (end is not null && await OnThread(() => Try(end)) is null && _isDisposed == 0)
                {
                    journal = _files?.NextJournal;
                }
            }
            finally
            {
                _isConverting = journal is not null;
                Volatile.Write(ref _isBehind, _files?.Waiting > MostJournals);
                _one.Release();
            }
        }
    }

    private bool ConvertAll()
    {
        while (_files?.NextJournal is { } journal)
        {
            if (Convert(journal) is not { } end || Try(end) is not null)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Makes the part of a journal. Gives what is to be done then; null: trouble, it is tried again.</summary>
    private Action<EventFiles>? Convert(StoredFile journal)
    {
        try
        {
            ParquetConversion.Run(_disk, journal.Path, _context.Site, new());
            return files => files.Finish(journal);
        }
        catch (Exception exception) when (exception is InvalidDataException or ZstdException or EndOfStreamException or FileNotFoundException)
        {
            LogDamaged(_context.Site, _context.Name, 1);
            return files => files.PutAside(journal);
        }
#pragma warning disable CA1031 // The journal is as good as before; nothing that goes wrong with it may end the writing of events.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogTrouble(_context.Site, _context.Name, Describe(exception), exception.Message);
            return null;
        }
    }
}
