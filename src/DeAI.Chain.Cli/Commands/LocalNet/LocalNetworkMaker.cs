using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using DeAI.Chain.Cli.Commands.Genesis;
using DeAI.Chain.Cli.Commands.Keys;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Modules.Registry.Contracts;

namespace DeAI.Chain.Cli.Commands.LocalNet;

/// <summary>Writes a local network's files: keys, genesis, one node.json for each node, localnet.json.</summary>
internal static class LocalNetworkMaker
{
    private const int PortsOfNode = 3;
    private const string Loopback = "127.0.0.1";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Make(string directory, LocalNetworkPlan plan)
    {
        if (File.Exists(LocalNetworkFile.PathIn(directory)))
        {
            throw new CliException("localnet.exists", $"There is a local network in {directory}", "start it with deai localnet up, or remove the directory");
        }

        Directory.CreateDirectory(directory);
        byte[] passphrase = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        KeyFiles.WriteNew(PassphraseFile(directory), Encoding.ASCII.GetString(passphrase) + "\n");
        GenesisDraft draft = GenesisDraft.Create(plan.Name, TimeProvider.System.GetUtcNow());
        List<LocalNode> nodes = [];
        List<LocalKey> accounts = [];
        int[] ports = Ports(plan);
        foreach (LocalOrganisation organisation in plan.Organisations)
        {
            draft.AddOrganisation(organisation.Name, organisation.LegalEntity);
            if (organisation.Node != LocalNodeKind.None)
            {
                int[] own = ports[(nodes.Count * PortsOfNode)..((nodes.Count + 1) * PortsOfNode)];
                string host = nodes.Count < plan.PeerHosts.Count ? plan.PeerHosts[nodes.Count] : Loopback;
                nodes.Add(MakeNode(directory, organisation.Node, nodes.Count, host, own, passphrase));
                AddToGenesis(draft, organisation, nodes[^1]);
            }

            foreach (LocalAccount account in organisation.Accounts)
            {
                accounts.Add(MakeAccount(directory, organisation, account, passphrase, draft));
            }
        }

        foreach (KeyValuePair<string, ulong> parameter in plan.Parameters)
        {
            draft.SetParameter(parameter.Key, parameter.Value);
        }

        foreach (KeyValuePair<string, JsonNode> section in plan.Sections)
        {
            draft.SetSection(section.Key, section.Value.DeepClone());
        }

        GenesisDocument document = draft.Check();
        string genesis = Path.Combine(directory, "genesis.json");
        GenesisFiles.Write(genesis, draft.ToJson(), document.Chain);
        foreach (LocalNode node in nodes)
        {
            File.WriteAllText(node.ConfigFile, Configuration(node, nodes, plan.LogLevel));
        }

        new LocalNetworkFile(document.Chain.ToString(), genesis, nodes, accounts).Write(directory);
    }

    public static string PassphraseFile(string directory) => Path.Combine(directory, "passphrase");

    /// <summary>Files of a further node, and the keystore operator-N of whoever runs it. Tells the other nodes its address.</summary>
    /// <returns>The network's file, written.</returns>
    public static LocalNetworkFile AddNode(string directory, LocalNetworkFile file, LocalNodeKind kind)
    {
        byte[] passphrase = Encoding.ASCII.GetBytes(File.ReadAllText(PassphraseFile(directory)).Trim());
        int index = file.Nodes.Count;
        LocalNode node = MakeNode(directory, kind, index, Loopback, FreePorts(PortsOfNode), passphrase);
        string name = $"operator-{index + 1}";
        string keystore = Path.Combine(directory, "accounts", name + ".key.json");
        const Role Roles = Role.Member | Role.Delegate;
        LocalKey account = new(name, $"Operator {index + 1}", KeyFiles.Create(keystore, "account", passphrase, KdfStrength.Fast).ToString(), Roles.ToString(), keystore);

        LocalNetworkFile grown = file with { Nodes = [.. file.Nodes, node], Accounts = [.. file.Accounts, account] };
        JsonNode first = JsonNode.Parse(File.ReadAllText(file.Nodes[0].ConfigFile))!;
        File.WriteAllText(node.ConfigFile, Configuration(node, grown.Nodes, first["log_level"]!.GetValue<string>()));
        foreach (LocalNode other in file.Nodes)
        {
            JsonNode settings = JsonNode.Parse(File.ReadAllText(other.ConfigFile))!;
            settings["peers"] = Peers(other, grown.Nodes);
            File.WriteAllText(other.ConfigFile, settings.ToJsonString(Json) + "\n");
        }

        grown.Write(directory);
        return grown;
    }

    private static LocalNode MakeNode(string directory, LocalNodeKind nodeKind, int index, string host, int[] ports, byte[] passphrase)
    {
        string kind = nodeKind == LocalNodeKind.Validator ? "validator" : "auditor";
        string name = $"{kind}-{index}";
        string home = Path.Combine(directory, name);
        PublicKey key = KeyFiles.Create(Path.Combine(home, "node.key.json"), kind, passphrase, KdfStrength.Fast);
        return new LocalNode(index, name, nodeKind, key.ToString(), $"{host}:{ports[0]}", $"{Loopback}:{ports[1]}", $"{Loopback}:{ports[2]}", home);
    }

    private static void AddToGenesis(GenesisDraft draft, LocalOrganisation organisation, LocalNode node)
    {
        PublicKey key = KeyReference.Parse(node.Key);
        if (node.Kind == LocalNodeKind.Validator)
        {
            draft.AddValidator(organisation.Name, key);
        }
        else
        {
            draft.AddAuditor(organisation.Name, key);
        }
    }

    private static LocalKey MakeAccount(
        string directory, LocalOrganisation organisation, LocalAccount account, byte[] passphrase, GenesisDraft draft)
    {
        string file = Path.Combine(directory, "accounts", account.Name + ".key.json");
        PublicKey key = KeyFiles.Create(file, "account", passphrase, KdfStrength.Fast);
        draft.AddAccount(organisation.Name, key, account.Roles, account.Credits);
        return new LocalKey(account.Name, organisation.Name, key.ToString(), account.Roles.ToString(), file);
    }

    private static JsonArray Peers(LocalNode node, IReadOnlyList<LocalNode> nodes)
    {
        JsonArray peers = [];
        foreach (LocalNode peer in nodes.Where(peer => peer.Index != node.Index))
        {
            peers.Add(new JsonObject { ["key"] = peer.Key, ["address"] = peer.Listen });
        }

        return peers;
    }

    private static string Configuration(LocalNode node, IReadOnlyList<LocalNode> nodes, string logLevel)
    {
        JsonObject json = new()
        {
            ["home"] = "data",
            ["genesis"] = "../genesis.json",
            ["key"] = "node.key.json",
            ["passphrase_file"] = "../passphrase",
            ["role"] = node.Kind == LocalNodeKind.Validator ? "validator" : "auditor",
            ["listen"] = node.Listen,
            ["grpc"] = node.Grpc,
            ["metrics"] = node.Metrics,
            ["log_level"] = logLevel,
            ["peers"] = Peers(node, nodes),
        };
        return json.ToJsonString(Json) + "\n";
    }

    private static int[] Ports(LocalNetworkPlan plan)
    {
        int count = plan.Organisations.Count(static organisation => organisation.Node != LocalNodeKind.None) * PortsOfNode;
        if (plan.BasePort is { } first)
        {
            return first > 0 && first + count - 1 <= ushort.MaxValue
                ? [.. Enumerable.Range(first, count)]
                : throw CliException.Usage($"{count} ports from {first} are not between 1 and {ushort.MaxValue}");
        }

        return FreePorts(count);
    }

    private static int[] FreePorts(int count) => LoopbackPorts.Find(count)
        ?? throw CliException.Usage(
            $"{count} free ports between {LoopbackPorts.First} and {LoopbackPorts.End - 1} were not found; name others with --base-port");
}
