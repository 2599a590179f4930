using System.Text.Json.Serialization;

namespace DeAI.Chain.Cli.Commands.LocalNet;

/// <summary>A node of a local network.</summary>
/// <param name="Index">From 0.</param>
/// <param name="Key">Its public key.</param>
/// <param name="Listen">HOST:PORT for peers.</param>
/// <param name="Grpc">HOST:PORT for clients.</param>
/// <param name="Metrics">HOST:PORT of the metrics and health pages.</param>
/// <param name="Directory">Holds node.json, the key, the log and data/, which is the node's home.</param>
public sealed record LocalNode(int Index, string Name, LocalNodeKind Kind, string Key, string Listen, string Grpc, string Metrics, string Directory)
{
    [JsonIgnore]
    public string ConfigFile => Path.Combine(Directory, "node.json");

    [JsonIgnore]
    public string KeyFile => Path.Combine(Directory, "node.key.json");

    [JsonIgnore]
    public string LogFile => Path.Combine(Directory, "node.log");

    [JsonIgnore]
    public string Home => Path.Combine(Directory, "data");

    /// <summary>Written by the node once it takes part, removed when it ends in order.</summary>
    [JsonIgnore]
    public string RunFile => Path.Combine(Directory, "node.run");

    /// <summary>Names the process that runs it.</summary>
    [JsonIgnore]
    public string PidFile => Path.Combine(Directory, "node.pid");
}
