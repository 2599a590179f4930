using System.Globalization;
using System.Text.Json;
using DeAI.Chain.Network;
using DeAI.Chain.Replica.Mempool;
using Microsoft.Extensions.Logging;

namespace DeAI.Chain.Node.Configuration;

/// <summary>Reads node.json, the environment and flags: a flag beats the environment, which beats the file, which beats the default.</summary>
public static class NodeConfigurationLoader
{
    private const int MaxFileBytes = 1024 * 1024;
    private const int MaxWaiting = 1_000_000;

    private static readonly JsonDocumentOptions Json = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 8 };

    /// <summary>Every setting except the list of peers.</summary>
    public static IReadOnlyList<SettingDefinition> Definitions { get; } =
    [
        new("home", null, "Directory for the node's database, vote log and TLS certificate."),
        new("genesis", null, "Path of the chain's genesis file."),
        new("key", null, "Path of the encrypted keystore with the node's key (deai keys new)."),
        new("passphrase_file", string.Empty, "Path of a file with the keystore's passphrase; empty: the environment variable DEAI_PASSPHRASE."),
        new("role", "validator", "validator or auditor."),
        new("listen", "127.0.0.1:7100", "HOST:PORT where peers connect."),
        new("grpc", "127.0.0.1:7200", "HOST:PORT where clients connect; plaintext, so loopback only."),
        new("metrics", "127.0.0.1:7300", "HOST:PORT of the metrics and health pages."),
        new("retention", "auto", "Heights whose state can still be proven, at least 64, or archive for all; auto: archive for an auditor, 10000 for a validator."),
        new("snapshot_behind", "auto", "Fetch the state, not the blocks, when so many heights behind (100 or more), or never; auto: never for an auditor, 5000 for a validator."),
        new("mempool_transactions", "50000", "Transactions that wait for a block at most, 1 to 1000000; beyond that clients are told to come again."),
        new("vote_marker", string.Empty, "Path of the vote log's marker, outside the home and never restored with it; empty: beside the key."),
        new("vote_log", "guarded", "guarded, or trusted for one start: the operator vouches that no newer vote log of this key exists."),
        new("log_level", "information", "trace, debug, information, warning, error or critical."),
    ];

    /// <param name="path">Of node.json; relative paths in it are relative to its directory.</param>
    /// <param name="flags">By setting name.</param>
    public static Result<NodeConfiguration> Load(
        string path, IReadOnlyDictionary<string, string> flags, Func<string, string?> environment)
    {
        try
        {
            return LoadText(path, flags, environment);
        }
        catch (InvalidOperationException exception)
        {
            // An escaped lone surrogate is found when its text is asked for, not when the document is parsed.
            return Result.Refuse<NodeConfiguration>(ConfigurationErrors.BadFile, $"{path} is not JSON: {exception.Message}");
        }
    }

    private static Result<NodeConfiguration> LoadText(
        string path, IReadOnlyDictionary<string, string> flags, Func<string, string?> environment)
    {
        Result<Dictionary<string, JsonElement>> file = ReadFile(path);
        if (!file.TryGet(out Dictionary<string, JsonElement> members, out Refusal? refusal))
        {
            return Result.Refuse<NodeConfiguration>(refusal);
        }

        List<SettingValue> settings = [];
        foreach (SettingDefinition definition in Definitions)
        {
            if (Resolve(definition, members, flags, environment) is not { } value)
            {
                return Result.Refuse<NodeConfiguration>(
                    ConfigurationErrors.Missing,
                    $"'{definition.Name}' is not set: put it into {path} or set {definition.EnvironmentVariable}. {definition.Description}");
            }

            settings.Add(value);
        }

        return Build(Path.GetDirectoryName(Path.GetFullPath(path))!, settings, members);
    }

    private static Result<Dictionary<string, JsonElement>> ReadFile(string path)
    {
        try
        {
            FileInfo info = new(path);
            if (!info.Exists)
            {
                return Bad($"{path} does not exist");
            }

            if (info.Length > MaxFileBytes)
            {
                return Bad($"{path} has {info.Length} bytes, at most {MaxFileBytes} are read");
            }

            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path), Json);
            return Members(path, document.RootElement);
        }
        catch (JsonException exception)
        {
            return Bad($"{path} is not JSON: {exception.Message}");
        }
        catch (IOException exception)
        {
            return Bad($"{path} cannot be read: {exception.Message}");
        }
        catch (UnauthorizedAccessException exception)
        {
            return Bad($"{path} cannot be read: {exception.Message}");
        }
    }

    private static Result<Dictionary<string, JsonElement>> Members(string path, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return Bad($"{path} must hold an object");
        }

        Dictionary<string, JsonElement> members = new(StringComparer.Ordinal);
        foreach (JsonProperty property in root.EnumerateObject())
        {
            bool isKnown = property.Name is "peers" or "$schema" || Definitions.Any(definition => definition.Name == property.Name);
            if (!isKnown)
            {
                string known = string.Join(", ", Definitions.Select(static definition => definition.Name));
                return Result.Refuse<Dictionary<string, JsonElement>>(
                    ConfigurationErrors.UnknownKey, $"{path} has the unknown key '{property.Name}'; known are {known}, peers");
            }

            if (!members.TryAdd(property.Name, property.Value.Clone()))
            {
                return Bad($"{path} has the key '{property.Name}' twice");
            }
        }

        return Result.Of(members);
    }

    private static SettingValue? Resolve(
        SettingDefinition definition,
        Dictionary<string, JsonElement> members,
        IReadOnlyDictionary<string, string> flags,
        Func<string, string?> environment)
    {
        if (flags.TryGetValue(definition.Name, out string? flag))
        {
            return new SettingValue(definition, flag, SettingOrigin.Flag);
        }

        if (environment(definition.EnvironmentVariable) is { Length: > 0 } variable)
        {
            return new SettingValue(definition, variable, SettingOrigin.Environment);
        }

        if (members.TryGetValue(definition.Name, out JsonElement member))
        {
            return new SettingValue(definition, member.ToString(), SettingOrigin.File);
        }

        return definition.Default is { } value ? new SettingValue(definition, value, SettingOrigin.Default) : null;
    }

    private static Result<NodeConfiguration> Build(string directory, List<SettingValue> settings, Dictionary<string, JsonElement> members)
    {
        string Text(string name) => settings.Find(setting => setting.Definition.Name == name)!.Value;
        string FullPath(string name) => Text(name).Length == 0 ? string.Empty : Path.GetFullPath(Text(name), directory);

        PeerRole role = Text("role") switch { "validator" => PeerRole.Validator, "auditor" => PeerRole.Auditor, _ => PeerRole.None };
        if (role == PeerRole.None)
        {
            return BadValue("role", Text("role"), "validator or auditor");
        }

        if (!Enum.TryParse(Text("log_level"), ignoreCase: true, out LogLevel level))
        {
            return BadValue("log_level", Text("log_level"), "trace, debug, information, warning, error or critical");
        }

        PeerAddress[] addresses = new PeerAddress[3];
        string[] names = ["listen", "grpc", "metrics"];
        for (int i = 0; i < names.Length; i++)
        {
            if (!PeerAddress.Parse(Text(names[i])).TryGet(out addresses[i], out Refusal? refusal))
            {
                return BadValue(names[i], Text(names[i]), $"HOST:PORT ({refusal.Detail})");
            }
        }

        if (StateRetention.Parse(Text("retention"), role) is not { } retention)
        {
            return BadValue("retention", Text("retention"), $"auto, archive or a number of heights from {StateRetention.MinHeights} on");
        }

        if (!SnapshotPolicy.TryParse(Text("snapshot_behind"), role, out ulong? snapshotBehind))
        {
            return BadValue("snapshot_behind", Text("snapshot_behind"), $"auto, never or a number of heights from {SnapshotPolicy.MinHeights} on");
        }

        if (!int.TryParse(Text("mempool_transactions"), NumberStyles.None, CultureInfo.InvariantCulture, out int waiting) || waiting is < 1 or > MaxWaiting)
        {
            return BadValue("mempool_transactions", Text("mempool_transactions"), $"a number from 1 to {MaxWaiting}");
        }

        if (Text("vote_log") is not ("guarded" or "trusted"))
        {
            return BadValue("vote_log", Text("vote_log"), "guarded or trusted");
        }

        if (!Peers(members).TryGet(out IReadOnlyList<PeerSetting> list, out Refusal? bad))
        {
            return Result.Refuse<NodeConfiguration>(bad);
        }

        NodeConfiguration configuration = new(
            FullPath("home"), FullPath("genesis"), FullPath("key"), FullPath("passphrase_file"), role, addresses[0], addresses[1], addresses[2], level, list, settings);
        return Result.Of(configuration with
        {
            Retention = retention,
            SnapshotBehind = snapshotBehind,
            Mempool = MempoolLimits.Default with { MaxTransactions = waiting },
            VoteMarkerFile = FullPath("vote_marker"),
            TrustsVoteLog = Text("vote_log") == "trusted",
        });
    }

    private static Result<IReadOnlyList<PeerSetting>> Peers(Dictionary<string, JsonElement> members)
    {
        List<PeerSetting> peers = [];
        if (!members.TryGetValue("peers", out JsonElement list))
        {
            return Result.Of<IReadOnlyList<PeerSetting>>(peers);
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            return BadPeers("must be an array");
        }

        foreach (JsonElement peer in list.EnumerateArray())
        {
            string key = Member(peer, "key");
            string address = Member(peer, "address");
            if (!PublicKey.TryParse(key, out PublicKey parsed))
            {
                return BadPeers($"'{key}' is no key of 64 hexadecimal digits");
            }

            if (!PeerAddress.Parse(address).TryGet(out PeerAddress target, out Refusal? refusal))
            {
                return BadPeers($"'{address}': {refusal.Detail}");
            }

            peers.Add(new PeerSetting(parsed, target));
        }

        return Result.Of<IReadOnlyList<PeerSetting>>(peers);
    }

    private static string Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : string.Empty;

    private static Result<Dictionary<string, JsonElement>> Bad(string detail) =>
        Result.Refuse<Dictionary<string, JsonElement>>(ConfigurationErrors.BadFile, detail);

    private static Result<IReadOnlyList<PeerSetting>> BadPeers(string detail) =>
        Result.Refuse<IReadOnlyList<PeerSetting>>(ConfigurationErrors.BadValue, $"peers: {detail}");

    private static Result<NodeConfiguration> BadValue(string name, string value, string expected) =>
        Result.Refuse<NodeConfiguration>(ConfigurationErrors.BadValue, $"{name} is '{value}', expected {expected}");
}
