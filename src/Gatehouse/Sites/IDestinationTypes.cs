namespace Gatehouse.Sites;

/// <summary>The kinds of destinations that a configuration may name.</summary>
internal interface IDestinationTypes
{
    /// <summary>Their names, in order.</summary>
    IReadOnlyCollection<string> Names { get; }

    /// <summary>When batches of a kind go unless the configuration says otherwise.</summary>
    BatchSettings BatchOf(string type);

    /// <summary>Reads what a kind itself has to know; faults go into the reader. Equal options mean the same destination.</summary>
    /// <param name="type">The kind.</param>
    /// <param name="destination">Its section.</param>
    /// <param name="site">What it may take over from its site.</param>
    object ReadOptions(string type, SettingsReader destination, SiteKeys site);
}
