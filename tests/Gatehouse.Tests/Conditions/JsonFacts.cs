using Gatehouse.Conditions;
using Gatehouse.Sites;

namespace Gatehouse.Tests.Conditions;

/// <summary>One JSON object, whatever the subject.</summary>
internal readonly struct JsonFacts(byte[] json) : IFacts
{
    public ReadOnlySpan<byte> Find(ConditionSubject subject, FactPath path) => FactJson.Find(json, path);
}
