using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace Gatehouse.Architecture;

/// <summary>The compiled product, as the rules look at it.</summary>
internal static class House
{
    /// <summary>The rooms of the library: its folders, its namespaces.</summary>
    public static IReadOnlyList<string> Rooms { get; } =
        ["Sites", "Conditions", "Visitors", "Variations", "Pages", "Assets", "Collect", "Events", "Profiles", "Delivery", "Storage", "Origin", "Diagnostics"];

    /// <summary>All types of the product.</summary>
    public static ArchUnitNET.Domain.Architecture Product { get; } = new ArchLoader()
        .LoadAssemblies(typeof(EdgeBuilder).Assembly, typeof(Html.HtmlRewriter).Assembly, typeof(Postgres.PostgresDestinationType).Assembly, System.Reflection.Assembly.Load("gatehouse-server"))
        .Build();

    /// <summary>The types of a room and of what is below it.</summary>
    public static IEnumerable<IType> TypesOf(string room) => Product.Types.Where(type => IsIn(type, "Gatehouse." + room));

    /// <summary>Whether a type stands in a namespace or below it.</summary>
    public static bool IsIn(IType type, string name) =>
        NamespaceOf(type) == name || NamespaceOf(type).StartsWith(name + ".", StringComparison.Ordinal);

    /// <summary>A type's namespace; empty for generic parameters and the like, which have none.</summary>
    public static string NamespaceOf(IType type) => type.Namespace?.FullName ?? string.Empty;

    /// <summary>What a type uses, itself left out, and generic parameters: all of the same name are taken for those of one type.</summary>
    public static IEnumerable<IType> UsesOf(IType type) => type.Dependencies
        .Select(static dependency => dependency.Target)
        .Where(target => !target.Equals(type) && target is not GenericParameter)
        .Distinct();
}
