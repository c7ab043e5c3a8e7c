using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gatehouse.Sites;

namespace Gatehouse.Tests.Delivery.Rules;

/// <summary>An event as a tree, on which rules are easy to write down. Raw text is what a value was; an object that was changed has none.</summary>
internal sealed record ModelNode(string? Raw, IReadOnlyList<(string Name, ModelNode Value)>? Members)
{
    public static ModelNode Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Of(document.RootElement);
    }

    public static ModelNode Map(ModelNode root, EventRuleSettings rules)
    {
        root = rules.Keep.Count == 0 ? root : Keep(root, [.. rules.Keep, "type", "messageId", "timestamp"], "");
        root = rules.Drop.Count == 0 ? root : Drop(root, rules.Drop, "");
        root = Rename(root, [.. rules.Rename]);
        return rules.Hash.Count == 0 ? root : Hash(root, rules.Hash, "");
    }

    private static ModelNode Of(JsonElement element) => new(
        element.GetRawText(),
        element.ValueKind == JsonValueKind.Object ? [.. element.EnumerateObject().Select(static member => (member.Name, Of(member.Value)))] : null);

    private static ModelNode Keep(ModelNode node, IReadOnlyList<string> paths, string prefix) => Changed(node, node.Members!.SelectMany(member =>
    {
        var path = prefix + member.Name;
        return paths.Contains(path) ? [member]
            : member.Value.Members is not null && paths.Any(other => other.StartsWith(path + ".", StringComparison.Ordinal)) ? [(member.Name, Keep(member.Value, paths, path + "."))]
            : Array.Empty<(string, ModelNode)>();
    }));

    private static ModelNode Drop(ModelNode node, IReadOnlyList<string> paths, string prefix) => Changed(node, node.Members!
        .Where(member => !paths.Contains(prefix + member.Name))
        .Select(member => member.Value.Members is null ? member : (member.Name, Drop(member.Value, paths, prefix + member.Name + "."))));

    private static ModelNode Rename(ModelNode root, List<RenameSettings> renames)
    {
        renames = [.. renames.Where(rename => Find(root, rename.From, "").Any())];
        var moved = Drop(root, [.. renames.SelectMany(static rename => new[] { rename.From, rename.To })], "");
        foreach (var rename in renames)
        {
            if (Insert(moved, rename.To.Split('.'), Find(root, rename.From, "").Last()) is not { } next)
            {
                return Rename(root, [.. renames.Where(other => other != rename)]);
            }

            moved = next;
        }

        return renames.Count == 0 ? root : moved;
    }

    // The members with that path, none of those inside one of them.
    private static IEnumerable<ModelNode> Find(ModelNode node, string path, string prefix) => node.Members!.SelectMany(member =>
        path == prefix + member.Name ? [member.Value]
        : member.Value.Members is not null ? Find(member.Value, path, prefix + member.Name + ".")
        : []);

    private static ModelNode? Insert(ModelNode node, string[] names, ModelNode value)
    {
        if (node.Members is null)
        {
            return null;
        }

        var members = node.Members.ToList();
        var at = members.FindLastIndex(member => member.Name == names[0]);
        if (at < 0)
        {
            members.Add((names[0], names.Length == 1 ? value : Insert(new("", []), names[1..], value)!));
        }
        else if (names.Length > 1 && Insert(members[at].Value, names[1..], value) is { } inner)
        {
            members[at] = (names[0], inner);
        }
        else
        {
            return null;
        }

        return Changed(node, members);
    }

    private static ModelNode Hash(ModelNode node, IReadOnlyList<string> paths, string prefix) => Changed(node, node.Members!.Select(member =>
        paths.Contains(prefix + member.Name) ? (member.Name, Hashed(member.Value))
        : member.Value.Members is not null ? (member.Name, Hash(member.Value, paths, prefix + member.Name + "."))
        : member));

    private static ModelNode Hashed(ModelNode value)
    {
        if (value.Members is not null)
        {
            return Changed(value, value.Members.Select(static member => (member.Name, Hashed(member.Value))));
        }

        var json = Encoding.UTF8.GetBytes(value.Raw!);
        var text = new StringBuilder();
        var reader = new Utf8JsonReader(json);
        var from = 0;
        while (reader.Read())
        {
            var plain = reader.TokenType switch
            {
                JsonTokenType.String => reader.GetString()!.Trim().ToLowerInvariant(),
                JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
                _ => "",
            };
            if (plain.Length > 0)
            {
                text.Append(Encoding.UTF8.GetString(json[from..(int)reader.TokenStartIndex]));
                text.Append('"').Append(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(plain)))).Append('"');
                from = (int)reader.BytesConsumed;
            }
        }

        return from == 0 ? value : Parse(text.Append(Encoding.UTF8.GetString(json[from..])).ToString());
    }

    // What stayed whole keeps its text.
    private static ModelNode Changed(ModelNode node, IEnumerable<(string Name, ModelNode Value)> members)
    {
        (string Name, ModelNode Value)[] after = [.. members];
        return node.Members!.Count == after.Length && node.Members.Zip(after).All(static pair => ReferenceEquals(pair.First.Value, pair.Second.Value)) ? node : new(null, after);
    }
}
