using System.Text;

namespace Gatehouse.Html.Selectors.Matching;

internal sealed class TypeTest(string name) : SelectorTest
{
    private readonly byte[] _name = Encoding.UTF8.GetBytes(name);

    public override bool Matches(in ElementView element) => Names.AreEqual(_name, element.Name);
}
