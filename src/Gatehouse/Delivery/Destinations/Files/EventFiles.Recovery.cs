namespace Gatehouse.Delivery.Destinations.Files;

/// <content>What is done with files that were there before: after a crash, a power cut, a change of settings.</content>
internal sealed partial class EventFiles
{
    private void Recover((StoredFile File, FileStage Stage) found)
    {
        var (stored, stage) = found;
        var path = stored.Path;
        switch (stage)
        {
            case FileStage.Closed:
                // A power cut may undo a renaming that nobody could wait for: .NET cannot sync a folder.
                GiveName(path);
                break;
            case FileStage.Made:
                GiveName(path);
                _state.Advance(path, FileStage.Closed);
                break;
            default:
                RecoverOpen(stored, stage);
                break;
        }
    }

    private void RecoverOpen(StoredFile stored, FileStage stage)
    {
        if (_disk.Exists(stored.Path + FileNames.Open))
        {
            Resume(stored, stage);
        }
        else if (!IsParquet(stored.Path) && _disk.Exists(stored.Path))
        {
            _state.Advance(stored.Path, FileStage.Closed);
        }
        else
        {
            // Begun and never made, or taken away by somebody.
            _state.Forget(stored.Path);
            Damaged += stored.Length > 0 ? 1 : 0;
        }
    }

    private void Resume(StoredFile stored, FileStage stage)
    {
        var file = new OpenFile(_disk, stored);
        _open.Add(file);
        if (file.Excess < 0)
        {
            _open.Remove(file);
            file.Dispose();
            PutAside(stored.Path);
            Damaged++;
            return;
        }

        file.Resume();

        // The settings may have changed since: such a file is closed as it is.
        if (stage == FileStage.Sealed || !_names.Fits(stored.Path))
        {
            Close(file);
        }
    }

    /// <summary>Gives a file its name, unless it has it or is gone, and takes its journal away.</summary>
    private void GiveName(string path)
    {
        var isParquet = IsParquet(path);
        var before = path + (isParquet ? FileNames.Part : FileNames.Open);
        if (_disk.Exists(before) && !_disk.Exists(path))
        {
            _disk.Move(before, path);
        }

        if (isParquet && _disk.Exists(path + FileNames.Open))
        {
            _disk.Delete(path + FileNames.Open);
        }
    }

    private void PutAside(string path)
    {
        _disk.Move(path + FileNames.Open, path + ".damaged");
        _state.Forget(path);
    }
}
