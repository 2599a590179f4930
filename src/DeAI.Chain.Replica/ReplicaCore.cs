using System.Collections.Immutable;
using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Replica.Blocks;
using DeAI.Chain.Replica.Mempool;

namespace DeAI.Chain.Replica;

/// <summary>What the parts of a replica share: the time, the blocks, the pool, and the queue of effects.</summary>
internal sealed class ReplicaCore
{
    private AdmissionContext _admission;
    private Height _committing;

    public ReplicaCore(ReplicaOptions options, LedgerState committed)
    {
        Options = options;
        Chain = committed.Header.Chain;
        Bodies = new BlockBodies(Chain);
        Tree = new BlockTree(committed);
        Timing = ReadTiming(committed.State);
        _committing = committed.Header.Height;
        _admission = MakeAdmission();
    }

    public ReplicaOptions Options { get; }

    public ChainId Chain { get; }

    public BlockBodies Bodies { get; }

    public BlockTree Tree { get; }

    public TransactionPool Pool { get; } = new();

    public BlockTiming Timing { get; private set; }

    public long NowMs { get; set; }

    public ReplicaEffects Effects { get; set; } = new();

    /// <summary>A fetched state is on its way into the place of the one in use: what jobs read may be of both, so nothing that they find counts.</summary>
    public bool IsInstalling { get; private set; }

    /// <summary>The newest durable block.</summary>
    public LedgerState Committed => Tree.Base;

    public AdmissionContext Admission => _admission;

    public ConsensusParameters ConsensusParameters => new(
        Timing.DeltaMs, Timing.TimeoutCapMs, Timing.MaxIntervalMs, Math.Max(Timing.DeltaMs, 100));

    public void Emit(ReplicaEffect effect) => Effects.Add(effect);

    /// <summary>
    /// Asks for a commit, once for each block: consensus and block sync may both find a block final while the first request is on its way to
    /// the disk.
    /// </summary>
    public void Commit(IReadOnlyList<ExecutedBlock> blocks, ImmutableArray<BlockHeader> carriers, Certificate certificate)
    {
        ImmutableArray<ExecutedBlock> rest = [.. blocks.Where(block => block.Header.Height > _committing)];
        if (!rest.IsEmpty && !IsInstalling)
        {
            _committing = rest[^1].Header.Height;
            Emit(new ReplicaEffect.Commit(rest, carriers, certificate));
        }
    }

    /// <summary>Before a fetched state is installed: blocks up to its head are passed from here on.</summary>
    /// <returns>False where this node executed the head or was asked to commit it: then the state is of no use any more.</returns>
    public bool BeginInstall(BlockHeader head)
    {
        if (head.Height <= _committing || Tree.TryGetLedger(head.Digest, out _))
        {
            return false;
        }

        _committing = head.Height;
        IsInstalling = true;
        return true;
    }

    /// <summary>
    /// Whether a commit was asked for above this parent, so that a job on it may have read the state of a later block. Its other children are
    /// dead, and the one that was committed has been executed already.
    /// </summary>
    public bool IsPassed(Height parent) => parent < _committing;

    /// <summary>A job could not read the state, and no commit explains it.</summary>
    public void HaltIfUnreadable(Refusal refusal)
    {
        if (refusal.Code == ReplicaErrors.StateUnreadable)
        {
            Emit(new ReplicaEffect.Halt($"the stored state is damaged: {refusal.Detail}"));
        }
    }

    /// <summary>Once set, the replica takes nothing any more.</summary>
    public bool IsOutdated { get; private set; }

    /// <summary>Whether the block after this one follows rules that this program does not know; if so the host is told.</summary>
    public bool IsOutdatedAfter(LedgerState parent)
    {
        ulong rules = RuleVersions.InForce(parent.State);
        IsOutdated = rules > Options.Catalog.NewestRules;
        if (IsOutdated)
        {
            Emit(new ReplicaEffect.UpgradeNeeded(rules, parent.Header.Height.Next));
        }

        return IsOutdated;
    }

    public void Report(string name, PublicKey peer, Refusal refusal) =>
        Emit(new ReplicaEffect.Report(name, peer, refusal.Code, refusal.Detail));

    /// <summary>A block is durable: everything that looks at the committed state looks at this one from now on.</summary>
    public void MoveBase(LedgerState durable)
    {
        Tree.MoveBase(durable);
        Timing = ReadTiming(durable.State);
        _admission = MakeAdmission();
    }

    /// <summary>A state that no commit led to is durable: it is the base from now on, and blocks up to it are passed.</summary>
    public void Install(LedgerState durable)
    {
        _committing = durable.Header.Height;
        IsInstalling = false;
        MoveBase(durable);
    }

    private AdmissionContext MakeAdmission()
    {
        AdmissionRules rules = new(Options.Catalog, Committed.State, Committed.Header.Height.Next);
        return new AdmissionContext(Committed.State, rules, Pool, Options.Mempool);
    }

    private static BlockTiming ReadTiming(IStateReader state) => new(
        (uint)ParameterStore.Get(state, LedgerParameters.DeltaMs),
        (uint)ParameterStore.Get(state, LedgerParameters.TimeoutCapMs),
        (uint)ParameterStore.Get(state, LedgerParameters.MinBlockIntervalMs),
        (uint)ParameterStore.Get(state, LedgerParameters.MaxBlockIntervalMs),
        (uint)ParameterStore.Get(state, LedgerParameters.MaxClockSkewMs));
}
