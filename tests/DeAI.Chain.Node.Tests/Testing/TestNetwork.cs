using System.Collections.Immutable;
using DeAI.Chain.Node.Runtime;
using DeAI.Chain.Cli.Commands.LocalNet;
using System.Security.Cryptography;
using System.Text;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Accounts.Messages;
using DeAI.Chain.Network;
using DeAI.Chain.Node.Composition;
using DeAI.Chain.Node.Configuration;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DeAI.Chain.Node.Tests.Testing;

/// <summary>Real nodes in this process: real sockets, real databases, production composition.</summary>
internal sealed class TestNetwork : IAsyncDisposable
{
    private const string Passphrase = "test";

    private readonly List<NodeHost?> _nodes = [];
    private readonly List<NodeConfiguration> _configurations = [];
    private IReadOnlyList<PublicKey> _rich = [];

    private TestNetwork(string directory)
    {
        Directory = directory;
    }

    public string Directory { get; }

    public SigningKey Alice { get; } = SigningKey.FromSeed(SHA256.HashData("alice"u8));

    public SigningKey Bob { get; } = SigningKey.FromSeed(SHA256.HashData("bob"u8));

    public ChainId Chain { get; private set; }

    public IReadOnlyList<NodeHost?> Nodes => _nodes;

    public IReadOnlyList<NodeConfiguration> Configurations => _configurations;

    /// <param name="rich">Further accounts with credits.</param>
    public static TestNetwork Create(int validators, IReadOnlyList<PublicKey>? rich = null)
    {
        TestNetwork network = new(System.IO.Directory.CreateTempSubdirectory("deai-test-").FullName) { _rich = rich ?? [] };
        SigningKey[] keys = [.. Enumerable.Range(0, validators).Select(i => SigningKey.FromSeed(SHA256.HashData(Encoding.UTF8.GetBytes($"validator {i}"))))];
        string genesis = Path.Combine(network.Directory, "genesis.json");
        File.WriteAllText(genesis, network.Genesis(keys));
        network.Chain = Ledger.Genesis.GenesisDocument.Parse(File.ReadAllText(genesis)).Value.Chain;
        int[] ports = LoopbackPorts.Find(validators * 3)!;
        for (int i = 0; i < validators; i++)
        {
            network._configurations.Add(network.Configure(i, keys, ports, genesis));
            network._nodes.Add(null);
        }

        foreach (SigningKey key in keys)
        {
            key.Dispose();
        }

        return network;
    }

    /// <summary>A read-only node that knows one validator only, and that only this validator knows. Call it before that one starts.</summary>
    /// <returns>Its index.</returns>
    public int AddFollower(int of)
    {
        using SigningKey key = SigningKey.FromSeed(SHA256.HashData(Encoding.UTF8.GetBytes($"follower {_nodes.Count}")));
        int[] ports = LoopbackPorts.Find(3)!;
        NodeConfiguration configuration = Configure(_nodes.Count, key, [], ports, _configurations[of].GenesisFile);
        PublicKey validator = KeyOf(of);
        _configurations.Add(configuration with { Role = PeerRole.Auditor, Peers = [new PeerSetting(validator, _configurations[of].Listen)] });
        _configurations[of] = _configurations[of] with { Peers = [.. _configurations[of].Peers, new PeerSetting(key.PublicKey, configuration.Listen)] };
        _nodes.Add(null);
        return _nodes.Count - 1;
    }

    public async Task StartAsync(int index, TimeProvider? time = null)
    {
        NodeHost host = NodeHost.Open(_configurations[index], _ => Passphrase, time ?? TimeProvider.System, NullLoggerFactory.Instance).Value;
        _nodes[index] = host;
        Assert.True((await host.StartAsync()).IsOk);
    }

    public void Change(int index, Func<NodeConfiguration, NodeConfiguration> change) => _configurations[index] = change(_configurations[index]);

    public async Task StopAsync(int index)
    {
        await _nodes[index]!.DisposeAsync();
        _nodes[index] = null;
    }

    /// <summary>Copies the home of a stopped node, its vote log too.</summary>
    public void Backup(int index) => CopyTree(_configurations[index].Home, _configurations[index].Home + ".backup");

    /// <summary>Puts the copy in the home's place.</summary>
    public void Restore(int index)
    {
        System.IO.Directory.Delete(_configurations[index].Home, recursive: true);
        System.IO.Directory.Move(_configurations[index].Home + ".backup", _configurations[index].Home);
    }

    public async Task<Result> TransferAsync(int node, ulong nonce, ulong amount)
    {
        TransactionBody body = new(
            Chain, new AccountId(Alice.PublicKey.Value), Alice.PublicKey, nonce, new Height(1000), new Credits(100_000),
            ModuleIds.Accounts, Transfer.Type, new Blob(Canonical.Encode(new Transfer(new AccountId(Bob.PublicKey.Value), new Credits(amount)))));
        NodeResources resources = _nodes[node]!.Resources;
        VerifiedTransaction transaction = resources.Verifier.Verify([Canonical.Encode(SignedTransaction.Sign(body, Alice))])[0].Value;
        FinalityWait final = new();
        resources.Parts.Finality.Watch(transaction.Id, final);
        ulong ticket = resources.Parts.Submissions.Open(out Task<ImmutableArray<Result>> answer);
        await resources.Loop.PostAsync(new Replica.ReplicaInput.Submitted(ticket, transaction));
        Result result = (await answer.WaitAsync(TimeSpan.FromSeconds(20)))[0];
        if (result.IsOk)
        {
            await final.Task.WaitAsync(TimeSpan.FromSeconds(20));
        }

        return result;
    }

    public async Task WaitForHeightAsync(int node, ulong height)
    {
        using CancellationTokenSource timeout = new(TimeSpan.FromSeconds(30));
        await _nodes[node]!.Resources.Parts.Finality.WaitForTipAbove(new Height(height - 1), timeout.Token);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (NodeHost? node in _nodes)
        {
            if (node is not null)
            {
                await node.DisposeAsync();
            }
        }

        Alice.Dispose();
        Bob.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private static void CopyTree(string from, string to)
    {
        System.IO.Directory.CreateDirectory(to);
        foreach (string file in System.IO.Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static PublicKey KeyOf(int validator)
    {
        using SigningKey key = SigningKey.FromSeed(SHA256.HashData(Encoding.UTF8.GetBytes($"validator {validator}")));
        return key.PublicKey;
    }

    private NodeConfiguration Configure(int index, SigningKey[] keys, int[] ports, string genesis)
    {
        List<PeerSetting> peers = [];
        for (int i = 0; i < keys.Length; i++)
        {
            if (i != index)
            {
                peers.Add(new PeerSetting(keys[i].PublicKey, PeerAddress.Parse($"127.0.0.1:{ports[i]}").Value));
            }
        }

        return Configure(index, keys[index], peers, [ports[index], ports[keys.Length + index], ports[(2 * keys.Length) + index]], genesis);
    }

    /// <param name="ports">For peers, clients and pages.</param>
    private NodeConfiguration Configure(int index, SigningKey key, List<PeerSetting> peers, int[] ports, string genesis)
    {
        string home = Path.Combine(Directory, $"node{index}");
        string keyFile = Path.Combine(Directory, $"node{index}.key.json");
        byte[] seed = new byte[32];
        key.ExportSeed(seed);
        KeystoreFile file = Keystore.Encrypt(
            seed, "node", Encoding.UTF8.GetBytes(Passphrase), RandomNumberGenerator.GetBytes(16), RandomNumberGenerator.GetBytes(24), KdfStrength.Fast);
        File.WriteAllText(keyFile, Keystore.ToJson(file));
        return new NodeConfiguration(
            home, genesis, keyFile, string.Empty, PeerRole.Validator, PeerAddress.Parse($"127.0.0.1:{ports[0]}").Value,
            PeerAddress.Parse($"127.0.0.1:{ports[1]}").Value, PeerAddress.Parse($"127.0.0.1:{ports[2]}").Value, LogLevel.Warning, peers, []);
    }

    private string Genesis(SigningKey[] keys)
    {
        IEnumerable<string> seats = keys.Select((key, i) => $$"""{"organisation": {{i + 1}}, "key": "{{key.PublicKey}}"}""");
        IEnumerable<string> organisations = keys.Select((key, i) =>
            $$$"""{"name": "Operator {{{i + 1}}}", "legal_entity": "LEI{{{i + 1}}}", "accounts": {{{(i == 0 ? Accounts() : "[]")}}}, "nodes": []}""");
        return $$$"""
            {
              "name": "test", "time_ms": 1000,
              "validators": [{{{string.Join(",", seats)}}}],
              "parameters": {},
              "modules": {
                "registry": {"organisations": [{{{string.Join(",", organisations)}}}]},
                "accounts": {"credits": {{{{string.Join(",", _rich.Prepend(Alice.PublicKey).Select(static key => $"\"{key}\": 1000000000"))}}}}}
              }
            }
            """;
    }

    private string Accounts() =>
        $$"""[{"key": "{{Alice.PublicKey}}", "roles": ["registrar", "issuer"]}, {{string.Join(", ", _rich.Prepend(Bob.PublicKey).Select(static key => $"{{\"key\": \"{key}\", \"roles\": []}}"))}}]""";
}
