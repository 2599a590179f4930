using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Replica.Blocks;
using DeAI.Chain.Simulation.Events;
using DeAI.Chain.Simulation.Genesis;
using DeAI.Chain.Simulation.Invariants;
using DeAI.Chain.Simulation.Tracing;

namespace DeAI.Chain.Simulation.Cluster;

/// <summary>What everything in a run shares.</summary>
internal sealed class World : IDisposable
{
    public World(SimulationOptions options)
    {
        Options = options;
        Chain = SimulationChain.For(options.Nodes, options.Faults.HasFlag(SimulationFaults.Epochs));
        Invariants = new ClusterInvariants(this);
        Network = new VirtualNetwork(this);
    }

    public SimulationOptions Options { get; }

    public SimulationChain Chain { get; }

    public EventQueue Events { get; } = new();

    public EventTrace Trace { get; } = new();

    /// <summary>Null where nobody asked for the protocol's steps.</summary>
    public ProtocolRecorder? Protocol { get; init; }

    public Tally Faults { get; } = new();

    public Tally States { get; } = new();

    public ClusterInvariants Invariants { get; }

    public VirtualNetwork Network { get; }

    /// <summary>Shared by all nodes: whether a look-up hits decides nothing but its cost, and n nodes would pay n times.</summary>
    public VerificationCache Signatures { get; } = new();

    public VerifiedTransactionCache Transactions { get; } = new(4096);

    /// <summary>Blocks executed anywhere in the cluster: execution is a pure function, so most nodes may take another's result.</summary>
    public Dictionary<Hash256, ExecutedBlock> Executed { get; } = [];

    public List<SimulatedNode> Nodes { get; } = [];

    /// <summary>False before the run and from healing on.</summary>
    public bool FaultsAreOn { get; set; }

    public IEnumerable<SimulatedNode> Correct => Nodes.Where(static node => node.Adversary is null);

    public bool Has(SimulationFaults fault) => FaultsAreOn && Options.Faults.HasFlag(fault);

    public CounterRandom Stream(int kind, int index) => new(Options.Seed, ((ulong)kind << 32) | (uint)index);

    public void Dispose() => Trace.Dispose();
}
