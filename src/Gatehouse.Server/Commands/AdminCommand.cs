using System.CommandLine;
using Gatehouse.Server.Hosting;

namespace Gatehouse.Server.Commands;

/// <summary>Makes commands that ask the admin API.</summary>
internal static class AdminCommand
{
    /// <summary>A command with its options for the configuration, and a query.</summary>
    /// <param name="name">Its name, which is also the path.</param>
    /// <param name="description">What it does.</param>
    /// <param name="parameters">Options that are parameters of the query, by their names.</param>
    /// <param name="print">Prints the answer.</param>
    public static Command Ask(string name, string description, Option<string?>[] parameters, Action<string> print)
    {
        var command = new Command(name, description) { ConfigurationOption.File, ConfigurationOption.Set };
        Array.ForEach(parameters, command.Add);
        command.SetAction((result, cancel) =>
        {
            var query = parameters
                .Where(parameter => result.GetValue(parameter) is not null)
                .Select(parameter => $"{parameter.Name.TrimStart('-')}={Uri.EscapeDataString(result.GetValue(parameter)!)}");
            return RunAsync(result, HttpMethod.Get, $"/api/{name}?{string.Join('&', query)}", null, print, cancel);
        });
        return command;
    }

    /// <summary>A command with its options for the configuration.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="arguments">What it takes.</param>
    /// <param name="method">The method.</param>
    /// <param name="path">The path, by the arguments.</param>
    /// <param name="print">Prints the answer.</param>
    public static Command Create(string name, string description, Argument<string>[] arguments, HttpMethod method, Func<string[], string> path, Action<string> print)
    {
        var command = new Command(name, description);
        Array.ForEach(arguments, command.Add);
        return Create(command, method, result => path([.. arguments.Select(argument => result.GetRequiredValue(argument))]), print);
    }

    /// <summary>A command with its options for the configuration.</summary>
    /// <param name="command">The command with what it takes.</param>
    /// <param name="method">The method.</param>
    /// <param name="path">The path and the query.</param>
    /// <param name="print">Prints the answer.</param>
    public static Command Create(Command command, HttpMethod method, Func<ParseResult, string> path, Action<string> print)
    {
        command.Add(ConfigurationOption.File);
        command.Add(ConfigurationOption.Set);
        command.SetAction((result, cancel) => RunAsync(result, method, path(result), null, print, cancel));
        return command;
    }

    /// <summary>A command with its options for the configuration, and a body.</summary>
    /// <param name="command">The command with what it takes.</param>
    /// <param name="path">The path.</param>
    /// <param name="body">The JSON that is sent.</param>
    /// <param name="print">Prints the answer.</param>
    public static Command Post(Command command, string path, Func<ParseResult, string> body, Action<string> print)
    {
        command.Add(ConfigurationOption.File);
        command.Add(ConfigurationOption.Set);
        command.SetAction((result, cancel) => RunAsync(result, HttpMethod.Post, path, body(result), print, cancel));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, HttpMethod method, string path, string? body, Action<string> print, CancellationToken cancel)
    {
        try
        {
            using var client = AdminClient.Open(result.GetValue(ConfigurationOption.File), result.GetValue(ConfigurationOption.Set) ?? []);
            return await client.RunAsync(method, path, body, print, cancel);
        }
        catch (Exception trouble) when (StartFailure.Describe(trouble) is not null)
        {
            await Console.Error.WriteLineAsync(StartFailure.Describe(trouble));
            return GatehouseCommand.Failed;
        }
    }
}
