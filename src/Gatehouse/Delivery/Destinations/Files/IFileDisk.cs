namespace Gatehouse.Delivery.Destinations.Files;

/// <summary>What files need of a disk.</summary>
internal interface IFileDisk
{
    /// <summary>Whether a file is there.</summary>
    bool Exists(string path);

    /// <summary>Makes a folder and those above it; one that is there stays.</summary>
    void CreateFolder(string path);

    /// <summary>Opens a file to write, and makes it when it is not there.</summary>
    IDiskFile Open(string path);

    /// <summary>Opens a file to read it from its beginning.</summary>
    Stream Read(string path);

    /// <summary>Gives a file another name, at once and as a whole. A file that has that name is an error.</summary>
    void Move(string from, string to);

    /// <summary>Deletes a file.</summary>
    void Delete(string path);
}
