using System.Collections.Immutable;
using System.Text;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Primitives.Validators;

namespace DeAI.Chain.Simulation.Genesis;

/// <summary>
/// Keys, genesis and block 0 of a simulated chain. They depend on the number of nodes and on the timing alone, not on the seed, so they are made once.
/// </summary>
internal sealed class SimulationChain
{
    public const int ClientCount = 4;
    public const ulong ClientCredits = 1_000_000_000;
    public const ulong StartMs = 1_700_000_000_000;

    private const int EpochLength = 9;
    private const int MaxNodes = 64;

    private static readonly ImmutableArray<SigningKey> NodeKeys = MakeKeys("node", MaxNodes);
    private static readonly ImmutableArray<SigningKey> AllClientKeys = MakeKeys("client", ClientCount);
    private static readonly Lock Gate = new();
    private static readonly Dictionary<long, SimulationChain> Made = [];

    private SimulationChain(int nodes, bool epochs, bool isPaced)
    {
        Keys = NodeKeys[..nodes];
        Catalog = new CatalogIndex(new SimulationCatalog());
        Document = GenesisDocument.Parse(Json(nodes, epochs, isPaced)).Value;
        Genesis = GenesisState.Build(Document, Catalog).Value;
    }

    public ImmutableArray<SigningKey> Keys { get; }

    public ImmutableArray<SigningKey> Clients { get; } = AllClientKeys;

    public CatalogIndex Catalog { get; }

    public GenesisDocument Document { get; }

    public ExecutedBlock Genesis { get; }

    public ChainId Chain => Document.Chain;

    public ValidatorSet Validators => Document.Validators;

    /// <param name="isPaced">Times of a fast network; otherwise every parameter has its default.</param>
    public static SimulationChain For(int nodes, bool epochs, bool isPaced)
    {
        lock (Gate)
        {
            long key = (nodes * 4L) + (epochs ? 2 : 0) + (isPaced ? 1 : 0);
            if (!Made.TryGetValue(key, out SimulationChain? chain))
            {
                chain = new SimulationChain(nodes, epochs, isPaced);
                Made.Add(key, chain);
            }

            return chain;
        }
    }

    private static ImmutableArray<SigningKey> MakeKeys(string label, int count)
    {
        ImmutableArray<SigningKey>.Builder keys = ImmutableArray.CreateBuilder<SigningKey>(count);
        for (int i = 0; i < count; i++)
        {
            keys.Add(SigningKey.FromSeed(Sha256.Hash(Encoding.ASCII.GetBytes($"deai simulation {label} {i}")).ToArray()));
        }

        return keys.MoveToImmutable();
    }

    private string Json(int nodes, bool epochs, bool isPaced)
    {
        StringBuilder json = new();
        json.Append("{\"name\":\"simulation\",\"time_ms\":").Append(StartMs).Append(",\"validators\":[");
        json.AppendJoin(',', Keys.Select((key, i) => $"{{\"organisation\":{i + 1},\"key\":\"{key.PublicKey}\"}}"));
        json.Append("],\"parameters\":{");
        json.Append(!isPaced ? string.Empty : "\"consensus.delta_ms\":40,\"consensus.timeout_cap_ms\":1000,\"consensus.min_block_interval_ms\":5,");
        json.Append(!isPaced ? string.Empty : "\"consensus.max_block_interval_ms\":50,\"consensus.max_clock_skew_ms\":500,");
        json.Append("\"simulation.epoch_heights\":").Append(epochs ? EpochLength : 0).Append("},\"modules\":{\"registry\":{\"organisations\":[");
        json.AppendJoin(',', Enumerable.Range(0, Math.Max(nodes, 1)).Select(Organisation));
        json.Append("]},\"accounts\":{\"credits\":{");
        json.AppendJoin(',', Clients.Select(static key => $"\"{key.PublicKey}\":{ClientCredits}"));
        return json.Append("}}}}").ToString();
    }

    private string Organisation(int index)
    {
        string accounts = index == 0
            ? string.Join(',', Clients.Select(static key => $"{{\"key\":\"{key.PublicKey}\",\"roles\":[\"registrar\"]}}"))
            : string.Empty;
        string node = $"{{\"key\":\"{Keys[index].PublicKey}\",\"kind\":\"validator\"}}";
        return $"{{\"name\":\"org{index + 1}\",\"legal_entity\":\"org{index + 1} ltd\",\"accounts\":[{accounts}],\"nodes\":[{node}]}}";
    }
}
