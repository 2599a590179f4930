using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using DeAI.Chain.Cli.Commands.Genesis;
using DeAI.Chain.Cli.Commands.Keys;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Genesis;

namespace DeAI.Chain.Cli.Commands.LocalNet;

/// <summary>Writes a local network's files: keys, genesis, one node.json for each node, localnet.json.</summary>
internal static class LocalNetworkMaker
{
    private const int PortsOfNode = 3;

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
                nodes.Add(MakeNode(directory, organisation, nodes.Count, ports, passphrase, draft));
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
            File.WriteAllText(node.ConfigFile, Configuration(node, nodes, plan));
        }

        new LocalNetworkFile(document.Chain.ToString(), genesis, nodes, accounts).Write(directory);
    }

    public static string PassphraseFile(string directory) => Path.Combine(directory, "passphrase");

    private static LocalNode MakeNode(
        string directory, LocalOrganisation organisation, int index, int[] ports, byte[] passphrase, GenesisDraft draft)
    {
        string kind = organisation.Node == LocalNodeKind.Validator ? "validator" : "auditor";
        string name = $"{kind}-{index}";
        string home = Path.Combine(directory, name);
        PublicKey key = KeyFiles.Create(Path.Combine(home, "node.key.json"), kind, passphrase, KdfStrength.Fast);
        if (organisation.Node == LocalNodeKind.Validator)
        {
            draft.AddValidator(organisation.Name, key);
        }
        else
        {
            draft.AddAuditor(organisation.Name, key);
        }

        string Address(int offset) => $"127.0.0.1:{ports[(index * PortsOfNode) + offset]}";
        return new LocalNode(index, name, organisation.Node, key.ToString(), Address(0), Address(1), Address(2), home);
    }

    private static LocalKey MakeAccount(
        string directory, LocalOrganisation organisation, LocalAccount account, byte[] passphrase, GenesisDraft draft)
    {
        string file = Path.Combine(directory, "accounts", account.Name + ".key.json");
        PublicKey key = KeyFiles.Create(file, "account", passphrase, KdfStrength.Fast);
        draft.AddAccount(organisation.Name, key, account.Roles, account.Credits);
        return new LocalKey(account.Name, organisation.Name, key.ToString(), account.Roles.ToString(), file);
    }

    private static string Configuration(LocalNode node, List<LocalNode> nodes, LocalNetworkPlan plan)
    {
        JsonArray peers = [];
        foreach (LocalNode peer in nodes.Where(peer => peer.Index != node.Index))
        {
            peers.Add(new JsonObject { ["key"] = peer.Key, ["address"] = peer.Listen });
        }

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
            ["log_level"] = plan.LogLevel,
            ["peers"] = peers,
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

        // All are held until all are known, so that none is given twice; another program may still take one before the node does.
        List<TcpListener> listeners = [];
        try
        {
            for (int i = 0; i < count; i++)
            {
                TcpListener listener = new(IPAddress.Loopback, 0);
                listener.Start();
                listeners.Add(listener);
            }

            return [.. listeners.Select(static listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            listeners.ForEach(static listener => listener.Dispose());
        }
    }
}
