using DeAI.Chain.Consensus;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Replica.Messages;

namespace DeAI.Chain.Replica.Blocks;

/// <summary>
/// Paces this node's own proposals: at once after the minimal interval if something waits, an empty block after the maximal one. At most one
/// request is open, and at most one is being built.
/// </summary>
internal sealed class BlockProduction(ReplicaCore core)
{
    private ConsensusEffect.BuildBlock? _request;
    private long _requestedMs;
    private Epoch _epoch;

    /// <summary>When <see cref="Advance"/> has to be called again; null if there is no request.</summary>
    public long? DueMs { get; private set; }

    public void Request(Epoch epoch, ConsensusEffect.BuildBlock request)
    {
        _epoch = epoch;
        _request = request;
        _requestedMs = core.NowMs;
        Advance();
    }

    public void Forget()
    {
        _request = null;
        DueMs = null;
    }

    /// <summary>Starts the build if its time has come.</summary>
    public void Advance()
    {
        DueMs = null;
        if (_request is not { } request || !core.Tree.TryGetLedger(request.Parent.Digest, out LedgerState? parent))
        {
            return;
        }

        // A parent's time may be ahead of this clock. To wait for it would give the view away.
        long parentMs = (long)Math.Min(parent.Header.TimeMs, (ulong)_requestedMs);

        // Each of the two has bounds of its own. With the minimal one above the other, every block would be due before it may hold anything.
        long earliest = parentMs + Math.Min(core.Timing.MinIntervalMs, core.Timing.MaxIntervalMs);
        long latest = parentMs + core.Timing.MaxIntervalMs;
        IReadOnlyList<VerifiedTransaction> candidates = request.Carrier || core.NowMs < earliest ? [] : Candidates(parent);
        bool isDue = core.NowMs >= latest || request.Carrier || (core.NowMs >= earliest && candidates.Count > 0);
        if (!isDue)
        {
            DueMs = core.NowMs < earliest && core.Pool.Count > 0 ? earliest : latest;
            return;
        }

        _request = null;
        core.Emit(new ReplicaEffect.BuildBlock(new BuildJob(parent, DraftOf(request, parent), candidates, request.Carrier)));
    }

    private IReadOnlyList<VerifiedTransaction> Candidates(LedgerState parent)
    {
        BlockLimits limits = core.Admission.Ledger.Limits;
        long room = FinalizedSegment.TargetBytes - core.Tree.BytesAboveBase(parent.Digest);
        return core.Pool.Candidates(limits.Transactions, Math.Min(limits.Bytes, room), core.Tree.InclusionTest(parent.Digest));
    }

    private BlockDraft DraftOf(ConsensusEffect.BuildBlock request, LedgerState parent)
    {
        Safety safety = core.Options.Safety ?? throw new InvalidOperationException("A node without a key was asked for a block.");
        ulong time = Math.Max((ulong)core.NowMs, parent.Header.TimeMs + 1);
        VrfProof beacon = request.Carrier ? default : safety.ProveBeacon(Beacon.InputFor(parent.State, parent.Header.Height.Next));
        return new BlockDraft(_epoch, request.View, time, core.Options.Own, beacon);
    }
}
