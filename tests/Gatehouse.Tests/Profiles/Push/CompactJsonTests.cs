using System.Text;
using System.Text.Json;
using Gatehouse.Profiles.Push;

namespace Gatehouse.Tests.Profiles.Push;

public sealed class CompactJsonTests
{
    // The right sides were written by JSON.stringify(JSON.parse(left)) of Node.js.
    [Theory]
    [InlineData("{ \"a\" : [ 1 , true , null , \"x\" ] }", "{\"a\":[1,true,null,\"x\"]}")]
    [InlineData("{\"b\":1,\"a\":2,\"10\":3,\"9\":4,\"01\":5,\"b\":6}", "{\"9\":4,\"10\":3,\"b\":6,\"a\":2,\"01\":5}")]
    [InlineData("[1.0,1.50,1e3,1E21,123456789012345680000,1e-6,1e-7,0.1,-0,-1.5e300,5e-324,100,0.00001234]", "[1,1.5,1000,1e+21,123456789012345680000,0.000001,1e-7,0.1,0,-1.5e+300,5e-324,100,0.00001234]")]
    [InlineData("[12345678901234567890,9007199254740993,1.7976931348623157e308,1e400]", "[12345678901234567000,9007199254740992,1.7976931348623157e+308,null]")]
    [InlineData("\"\\u0000\\u001f\\b\\f\\n\\r\\t\\\"\\\\\\/\\u00e9\\u2028<>&'\\ud83d\\ude00\\u007f\"", "\"\\u0000\\u001f\\b\\f\\n\\r\\t\\\"\\\\/é\u2028<>&'😀\u007f\"")]
    [InlineData("{}", "{}")]
    [InlineData("[]", "[]")]
    public void It_writes_what_the_vendor_signs(string json, string compact) =>
        Assert.Equal(compact, Encoding.UTF8.GetString(CompactJson.Of(JsonElement.Parse(json))));
}
