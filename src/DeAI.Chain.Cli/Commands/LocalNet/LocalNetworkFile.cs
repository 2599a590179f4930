using System.Text.Json;
using System.Text.Json.Serialization;

namespace DeAI.Chain.Cli.Commands.LocalNet;

/// <summary>localnet.json: what there is, so that other commands find it.</summary>
internal sealed record LocalNetworkFile(string Chain, string Genesis, IReadOnlyList<LocalNode> Nodes, IReadOnlyList<LocalKey> Accounts)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static string PathIn(string directory) => Path.Combine(directory, "localnet.json");

    public static LocalNetworkFile Read(string directory)
    {
        string path = PathIn(directory);
        if (!File.Exists(path))
        {
            throw new CliException("localnet.not_found", $"There is no local network in {directory}", "make one with: deai localnet up --dir DIR");
        }

        try
        {
            return JsonSerializer.Deserialize<LocalNetworkFile>(File.ReadAllText(path), Json) ?? throw new JsonException("the file holds null");
        }
        catch (JsonException error)
        {
            throw new CliException("localnet.bad_file", $"{path} is damaged: {error.Message}", "remove the directory and make the network again");
        }
    }

    public void Write(string directory) => File.WriteAllText(PathIn(directory), JsonSerializer.Serialize(this, Json) + "\n");
}
