using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Server.Admin;
using Gatehouse.Server.Hosting;
using Gatehouse.Sites;

namespace Gatehouse.Server.Commands;

/// <summary>Asks the admin API of the server that runs on this machine with the same configuration.</summary>
internal sealed class AdminClient : IDisposable
{
    private readonly HttpClient _client;

    private AdminClient(HttpClient client) => _client = client;

    /// <summary>Finds address and token by the configuration.</summary>
    /// <exception cref="InvalidDataException">There is no token yet; the message says why.</exception>
    public static AdminClient Open(string? file, string[] settings)
    {
        using var sources = ConfigurationSources.Open(file, settings);
        var edge = EdgeSettingsReader.Read(sources.Configuration, DestinationKinds.All);
        var token = AdminToken.Find(edge) ?? throw new InvalidDataException(
            $"There is no admin token in '{Path.GetFullPath(edge.Data)}'. Start the server once, run this on its machine, and name the same configuration with --config.");
        var client = new HttpClient { BaseAddress = edge.Admin.Listen, Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new(client);
    }

    /// <summary>Asks, and prints the answer. Exit code 0 when it is a success.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path.</param>
    /// <param name="body">JSON to send. Null: none.</param>
    /// <param name="print">Prints the answer.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<int> RunAsync(HttpMethod method, string path, string? body, Action<string> print, CancellationToken cancel)
    {
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
            request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await _client.SendAsync(request, cancel);
            var text = await answer.Content.ReadAsStringAsync(cancel);
            if (answer.IsSuccessStatusCode)
            {
                print(text);
                return 0;
            }

            await Console.Error.WriteLineAsync($"The server answered {(int)answer.StatusCode}: {MessageOf(text)}");
        }
        catch (HttpRequestException)
        {
            await Console.Error.WriteLineAsync($"Nothing answers at {_client.BaseAddress}. Is the server running, with this configuration?");
        }

        return GatehouseCommand.Failed;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    /// <summary>What a refusal says to people; what is none, as it came.</summary>
    /// <param name="text">The body of the answer.</param>
    internal static string MessageOf(string text)
    {
        try
        {
            return (string?)JsonNode.Parse(text)?["error"]?["message"] ?? text;
        }
        catch (Exception unknown) when (unknown is JsonException or InvalidOperationException)
        {
            return text;
        }
    }
}
