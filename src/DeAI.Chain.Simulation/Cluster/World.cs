using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Primitives.Validators;
using DeAI.Chain.Replica.Blocks;
using DeAI.Chain.Simulation.Disk;
using DeAI.Chain.Simulation.Events;
using DeAI.Chain.Simulation.Genesis;
using DeAI.Chain.Simulation.Invariants;
using DeAI.Chain.Simulation.Latency;
using DeAI.Chain.Simulation.Tracing;

namespace DeAI.Chain.Simulation.Cluster;

/// <summary>What everything in a run shares.</summary>
internal sealed class World
{
    /// <summary>Small enough for the ordinary heap: a run is short, and what falls out is in <see cref="Memory"/>.</summary>
    private const int SignaturesKept = 1500;

    private readonly HashSet<PublicKey> _byzantine = [];
    private readonly HashSet<PublicKey> _skipped = [];

    public World(SimulationOptions options, LatencyProbe? latency = null, Pace? pace = null)
    {
        Options = options;
        Latency = latency;
        Pace = pace ?? Pace.Uneven;
        Chain = SimulationChain.For(options.Nodes, options.Faults.HasFlag(SimulationFaults.Epochs), isPaced: latency is null);
        Invariants = new ClusterInvariants(this);
        Oracle = new SafetyOracle(this);
        Evidence = new EvidenceWatch(this);
        Network = new VirtualNetwork(this);
        if (options.Faults.HasFlag(SimulationFaults.Snapshots))
        {
            // Whoever is less far behind than it takes for a snapshot finds the blocks.
            CounterRandom random = Stream(9, 0);
            SnapshotBehind = (ulong)random.Between(4, 16);
            Retention = new Retention(random.Between(4, 60), (int)SnapshotBehind.Value + random.Between(12, 40));
        }

        Signatures = new VerificationCache(SignaturesKept, Memory.Verify);
    }

    public SimulationOptions Options { get; }

    public SimulationChain Chain { get; }

    public EventQueue Events { get; } = new();

    public EventTrace Trace { get; } = new();

    /// <summary>Null where nobody asked for the protocol's steps.</summary>
    public ProtocolRecorder? Protocol { get; init; }

    /// <summary>Null where nobody asked how long things take.</summary>
    public LatencyProbe? Latency { get; }

    public Pace Pace { get; }

    /// <summary>From how many heights behind on a node fetches a state; null for never.</summary>
    public ulong? SnapshotBehind { get; }

    public Retention Retention { get; } = Retention.Archive;

    public Tally Faults { get; } = new();

    public Tally States { get; } = new();

    public ClusterInvariants Invariants { get; }

    public SafetyOracle Oracle { get; }

    public EvidenceWatch Evidence { get; }

    public VirtualNetwork Network { get; }

    /// <summary>Shared by all nodes: whether a look-up hits decides nothing but its cost, and n nodes would pay n times.</summary>
    public VerificationCache Signatures { get; }

    /// <summary>What was signed in this run, so that it need not be found out by arithmetic.</summary>
    public SignatureMemory Memory { get; } = new();

    public VerifiedTransactionCache Transactions { get; } = new(4096);

    /// <summary>Blocks executed anywhere in the cluster: execution is a pure function, so most nodes may take another's result.</summary>
    public Dictionary<Hash256, ExecutedBlock> Executed { get; } = [];

    public List<SimulatedNode> Nodes { get; } = [];

    /// <summary>False before the run and from healing on.</summary>
    public bool FaultsAreOn { get; set; }

    /// <summary>Those that run the production code as it is, whatever their disks and clocks do.</summary>
    public IEnumerable<SimulatedNode> Correct => Nodes.Where(static node => node.Adversary is null);

    /// <summary>Correct nodes on good machines.</summary>
    public IEnumerable<SimulatedNode> Sound => Nodes.Where(static node => node is { Adversary: null, IsOnBadMachine: false });

    /// <summary>Whether the node behind a key is Byzantine.</summary>
    public bool IsByzantine(PublicKey key) => _byzantine.Contains(key);

    public void Add(SimulatedNode node)
    {
        Nodes.Add(node);
        if (node.Adversary is not null)
        {
            _byzantine.Add(node.Key);
        }
    }

    public bool Has(SimulationFaults fault) => FaultsAreOn && Options.Faults.HasFlag(fault);

    /// <summary>A node nullified a view on entering it, and not because its leader did.</summary>
    public void NoteSkipped(VoteRecord record)
    {
        ValidatorSet validators = Invariants.ValidatorsOf(record.Epoch);
        PublicKey leader = validators[(int)(record.View.Value % (ulong)validators.Count)].Key;
        if (!Oracle.HasNullified(record.Epoch, record.View, leader))
        {
            States.Count(RareStates.LeaderSkipped);
            _skipped.Add(leader);
        }
    }

    public void NoteCommit(ExecutedBlock block)
    {
        if (_skipped.Remove(block.Header.Proposer))
        {
            States.Count(RareStates.LeaderReinstated);
        }
    }

    public CounterRandom Stream(int kind, int index) => new(Options.Seed, ((ulong)kind << 32) | (uint)index);
}
