using System.Reflection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Architecture;

public sealed class LogMessageTests
{
    private static readonly Dictionary<string, int> FirstId = new(StringComparer.Ordinal)
    {
        ["Sites"] = 1000, ["Origin"] = 1100, ["Visitors"] = 1200, ["Variations"] = 1300, ["Pages"] = 1400, ["Assets"] = 1500,
        ["Collect"] = 1600, ["Profiles"] = 1700, ["Delivery"] = 1800, ["Storage"] = 1900, ["Server"] = 2000, ["Kafka"] = 2100,
    };

    [Fact]
    public void Every_log_message_has_an_id_of_its_own()
    {
        var twice = Messages().GroupBy(static message => message.Id).Where(static group => group.Count() > 1)
            .Select(static group => $"{group.Key}: {string.Join(", ", group.Select(static message => message.Method.DeclaringType?.Name + "." + message.Method.Name))}");

        Assert.NotEmpty(Messages());
        Assert.Empty(twice);
    }

    [Fact]
    public void Every_log_message_has_an_id_of_its_rooms_block()
    {
        var astray = Messages()
            .Where(static message => message.Id / 100 * 100 != FirstId[message.Method.DeclaringType!.Namespace!.Split('.')[1]])
            .Select(static message => $"{message.Id}: {message.Method.DeclaringType?.FullName}.{message.Method.Name}");

        Assert.Empty(astray);
    }

    private static IEnumerable<(int Id, MethodInfo Method)> Messages() =>
        from assembly in new[] { typeof(EdgeBuilder).Assembly, typeof(KafkaHostExtensions).Assembly, Assembly.Load("gatehouse-server") }
        from type in assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        let message = method.GetCustomAttribute<LoggerMessageAttribute>()
        where message is not null
        select (message.EventId, method);
}
