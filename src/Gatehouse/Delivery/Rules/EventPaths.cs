using System.Text;

namespace Gatehouse.Delivery.Rules;

/// <summary>
/// Paths of members: their names with dots between. A name may hold dots itself, so a path names every member whose own names,
/// joined, are the path.
/// </summary>
/// <param name="paths">At least one.</param>
internal sealed class EventPaths(IEnumerable<string> paths)
{
    private readonly byte[][] _paths = [.. paths.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Bytes of the longest one.</summary>
    public int Longest => _paths.Max(static path => path.Length);

    /// <summary>Whether one is the path of this member.</summary>
    public bool Name(ReadOnlySpan<byte> member)
    {
        foreach (var path in _paths)
        {
            if (member.SequenceEqual(path))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether one leads into this member.</summary>
    public bool LeadInto(ReadOnlySpan<byte> member)
    {
        foreach (var path in _paths)
        {
            if (path.Length > member.Length && path[member.Length] == '.' && path.AsSpan().StartsWith(member))
            {
                return true;
            }
        }

        return false;
    }
}
